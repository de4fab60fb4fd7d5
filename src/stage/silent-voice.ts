/** A voice server without media, for a stage whose tests need no sound: it keeps the books and carries nothing. */
import type { VoiceGrant, VoiceListener, VoiceServer } from './voice-contract.ts';

export interface SilentVoiceServer extends VoiceServer {
  readonly grants: readonly VoiceGrant[];
  readonly drops: readonly { guildId: string; userId: string; closeCode: number | undefined }[];
  readonly listeners: readonly VoiceListener[];
}

/** `endpoint` is the discard port, and after a change of region the one above it: nobody answers there. */
export function createSilentVoiceServer(): SilentVoiceServer {
  const grants: VoiceGrant[] = [];
  const drops: { guildId: string; userId: string; closeCode: number | undefined }[] = [];
  const listeners: VoiceListener[] = [];
  let port = 9;
  const remove = (guildId: string, userId: string) => {
    const at = listeners.findIndex((l) => l.guildId === guildId && l.userId === userId);
    if (at >= 0) listeners.splice(at, 1);
  };
  return {
    grants,
    drops,
    listeners,
    get endpoint() {
      return `127.0.0.1:${port}`;
    },
    expectSession: (grant) => void grants.push(grant),
    dropSession: (guildId, userId, closeCode) => void drops.push({ guildId, userId, closeCode }),
    changeRegion: async () => {
      port += 1;
    },
    addListener: async (seat) => {
      remove(seat.guildId, seat.userId);
      listeners.push(seat);
      return seat;
    },
    removeListener: async (guildId, userId) => remove(guildId, userId),
    close: async () => {},
  };
}
