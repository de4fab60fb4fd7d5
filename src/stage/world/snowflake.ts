/** Discord's ids: 42 bits of milliseconds since 2015, 10 bits of worker and process, 12 bits of counter. */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/**
 * @param now milliseconds since the Unix epoch
 * @returns a source of ids that rise strictly, even when the clock stands still or runs backwards
 */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fresh = (BigInt(Math.floor(now())) - DISCORD_EPOCH_MS) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}

/** Milliseconds since the Unix epoch at which an id was made. */
export function timeOfSnowflake(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS);
}
