/** What can be asked of the voice server to go wrong, each fault bounded and undone by `reset()`. */
import { VoiceOp } from './opcodes.ts';

export interface Misbehaviour {
  /** The next `count` discovery datagrams are lost. */
  dropDiscovery(count: number): void;
  /**
   * A share of the audio datagrams is lost on the way in.
   * @param share 0 to 1
   * @param random uniform in [0, 1)
   */
  loseDatagrams(share: number, random: () => number): void;
  /** Audio datagrams arrive this many milliseconds late, in order. */
  delayDatagrams(ms: number): void;
  /** Client messages with this opcode go unanswered: 0 Identify, 1 Select Protocol, 3 Heartbeat, 28 commit, … */
  ignore(op: number, times?: number): void;
  /** Messages with this opcode are not sent to remote clients, as servers may that say less: 11 Clients Connect, … */
  omit(op: number): void;
  /** The next `times` Identify messages are closed with this code, whatever they say. */
  refuse(code: number, times?: number): void;
  /** The next `count` commits and welcomes reach remote clients damaged; they flag it (op 31) and begin anew. */
  damageTransitions(count: number): void;
  reset(): void;
}

/** The server's side: what to do with the thing at hand. Asking counts. */
export interface Faults {
  losesDiscovery(): boolean;
  losesDatagram(): boolean;
  readonly delayMs: number;
  ignores(op: number): boolean;
  omits(op: number): boolean;
  /** Code to close an Identify with, or undefined. */
  refusal(): number | undefined;
  /** The payload to send in place of this one. */
  tamper(op: number, payload: Buffer): Buffer;
}

export function createMisbehaviour(): { controls: Misbehaviour; faults: Faults } {
  const ignored = new Map<number, number>();
  const omitted = new Set<number>();
  let discoveries = 0;
  let lose = () => false;
  let delayMs = 0;
  let refused = { code: 0, times: 0 };
  let damaged = 0;

  const controls: Misbehaviour = {
    dropDiscovery(count) {
      discoveries = count;
    },
    loseDatagrams(share, random) {
      lose = () => random() < share;
    },
    delayDatagrams(ms) {
      delayMs = ms;
    },
    ignore(op, times = Number.POSITIVE_INFINITY) {
      ignored.set(op, times);
    },
    omit(op) {
      omitted.add(op);
    },
    refuse(code, times = Number.POSITIVE_INFINITY) {
      refused = { code, times };
    },
    damageTransitions(count) {
      damaged = count;
    },
    reset() {
      ignored.clear();
      omitted.clear();
      discoveries = 0;
      lose = () => false;
      delayMs = 0;
      refused = { code: 0, times: 0 };
      damaged = 0;
    },
  };

  const faults: Faults = {
    losesDiscovery: () => discoveries-- > 0,
    losesDatagram: () => lose(),
    get delayMs() {
      return delayMs;
    },
    ignores(op) {
      const left = ignored.get(op) ?? 0;
      if (left > 0) ignored.set(op, left - 1);
      return left > 0;
    },
    omits: (op) => omitted.has(op),
    refusal: () => (refused.times-- > 0 ? refused.code : undefined),
    tamper(op, payload) {
      if (op !== VoiceOp.DaveAnnounceCommit && op !== VoiceOp.DaveWelcome) return payload;
      if (damaged-- <= 0) return payload;
      // the transition id in front stays, the last quarter is noise
      const copy = Buffer.from(payload);
      return copy.fill(0xa5, Math.floor(copy.length * 0.75));
    },
  };
  return { controls, faults };
}
