/** What a stored text that is no record of ours reads as; the namespace reports it with its key. */
export const UNREADABLE: unique symbol = Symbol('unreadable');

/** Plain JSON both ways. Keyv's own serialiser escapes strings that begin with `:`, which nobody else could read. */
export const serialization = {
  stringify: (envelope: unknown): string => JSON.stringify(envelope),
  parse: <T>(stored: string): T => {
    const envelope = parseEnvelope(stored);
    return envelope as T;
  },
};

function parseEnvelope(stored: string): object {
  try {
    const envelope: unknown = JSON.parse(stored);
    if (envelope !== null && typeof envelope === 'object' && 'value' in envelope) return envelope;
  } catch {
    // Falls through: damaged text and foreign JSON are reported alike.
  }
  return { value: UNREADABLE };
}
