/** Who may connect, who is connected, and how long a lost connection is waited for. */
import { randomInt, timingSafeEqual } from 'node:crypto';
import type { VoiceGrant } from '../voice-contract.ts';
import type { Claims, Sessions } from './gateway.ts';
import type { Faults } from './misbehaviour.ts';
import { VoiceClose, VoiceOp } from './opcodes.ts';
import type { Room } from './room.ts';
import { createSession, type FrameCounts, type Session } from './session.ts';

/** What happened at the gateway, for tests that count attempts. `at` is performance.now(). */
export interface VoiceEvent {
  readonly at: number;
  readonly kind: 'identified' | 'entered' | 'resumed' | 'refused' | 'lost' | 'ended';
  readonly userId: string;
  /** The close code of a refusal. */
  readonly code?: number;
}

export interface SessionRegistry extends Sessions {
  expect(grant: VoiceGrant): void;
  /** Voids the grant and ends the session. @returns the session that was running */
  drop(guildId: string, userId: string): Session | undefined;
  of(guildId: string, userId: string): Session | undefined;
  ofSsrc(ssrc: number): Session | undefined;
  /** Over all sessions of this user, those that ended included; counts on. */
  counts(guildId: string, userId: string): FrameCounts;
  close(): void;
}

export interface RegistryOptions {
  readonly faults: Faults;
  readonly resumeMs: number;
  readonly roomOf: (channelId: string) => Room;
  readonly record: (kind: VoiceEvent['kind'], userId: string, code?: number) => void;
}

export const keyOf = (guildId: string, userId: string) => `${guildId}/${userId}`;

export function createSessionRegistry({
  faults,
  resumeMs,
  roomOf,
  record,
}: RegistryOptions): SessionRegistry {
  const grants = new Map<string, VoiceGrant>();
  const sessions = new Map<string, Session>();
  const bySsrc = new Map<number, Session>();
  const expiries = new Map<Session, NodeJS.Timeout>();
  const allCounts = new Map<string, FrameCounts>();

  const of = (guildId: string, userId: string) => sessions.get(keyOf(guildId, userId));

  function end(session: Session): void {
    if (!bySsrc.delete(session.ssrc)) return;
    const key = keyOf(session.grant.guildId, session.userId);
    if (sessions.get(key) === session) sessions.delete(key);
    clearTimeout(expiries.get(session));
    expiries.delete(session);
    roomOf(session.grant.channelId).exit(session);
    record('ended', session.userId);
  }

  /** @returns the grant these claims match, or the close code that says which does not */
  function check(claims: Claims): VoiceGrant | number {
    const guildId = String(claims.server_id);
    const grant = grants.get(keyOf(guildId, String(claims.user_id)));
    if (grant === undefined) {
      const known = [...grants.values()].some((other) => other.guildId === guildId);
      return known ? VoiceClose.SessionInvalid : VoiceClose.ServerNotFound;
    }
    if (!same(claims.token, grant.token)) return VoiceClose.AuthenticationFailed;
    if (claims.session_id !== grant.sessionId) return VoiceClose.SessionInvalid;
    return Number(claims.max_dave_protocol_version) >= 1 ? grant : VoiceClose.DaveRequired;
  }

  function refuse(userId: unknown, code: number): number {
    record('refused', String(userId), code);
    return code;
  }

  function counts(guildId: string, userId: string): FrameCounts {
    const key = keyOf(guildId, userId);
    const known = allCounts.get(key) ?? { encrypted: 0, silence: 0, plain: 0, damaged: 0 };
    allCounts.set(key, known);
    return known;
  }

  function freshSsrc(): number {
    const ssrc = randomInt(1, 2 ** 32);
    return bySsrc.has(ssrc) ? freshSsrc() : ssrc;
  }

  return {
    identify(claims) {
      const grant = faults.refusal() ?? check(claims);
      if (typeof grant === 'number') return refuse(claims.user_id, grant);
      const { guildId, userId } = grant;
      const former = of(guildId, userId);
      if (former !== undefined) end(former);
      const session = createSession({ grant, ssrc: freshSsrc(), faults, counts: counts(guildId, userId) });
      sessions.set(keyOf(guildId, userId), session);
      bySsrc.set(session.ssrc, session);
      record('identified', userId);
      return session;
    },
    resume(claims) {
      // Resume names no user (docs, "Resuming Voice Connection"): session id and token do
      const session = [...sessions.values()].find(
        ({ grant }) =>
          grant.guildId === claims.server_id &&
          grant.sessionId === claims.session_id &&
          same(claims.token, grant.token),
      );
      if (session === undefined) return refuse('', VoiceClose.SessionInvalid);
      clearTimeout(expiries.get(session));
      record('resumed', session.userId);
      return session;
    },
    enter(session) {
      if (!bySsrc.has(session.ssrc)) return;
      roomOf(session.grant.channelId).enter(session);
      record('entered', session.userId);
    },
    receive(session, op, payload) {
      const room = roomOf(session.grant.channelId);
      if (op === VoiceOp.Speaking) {
        const { speaking } = payload as { speaking?: unknown };
        room.tell(session.userId, op, { speaking, ssrc: session.ssrc, user_id: session.userId });
        return true;
      }
      if (op < VoiceOp.DaveTransitionReady || op > VoiceOp.DaveInvalidCommitWelcome) return false;
      room.dave.receive(session.userId, op, payload);
      return true;
    },
    lost(session, resumable) {
      if (!bySsrc.has(session.ssrc)) return;
      record('lost', session.userId);
      if (resumable) expiries.set(session, setTimeout(end, resumeMs, session));
      else end(session);
    },
    expect: (grant) => void grants.set(keyOf(grant.guildId, grant.userId), grant),
    drop(guildId, userId) {
      grants.delete(keyOf(guildId, userId));
      const session = of(guildId, userId);
      if (session !== undefined) end(session);
      return session;
    },
    of,
    ofSsrc: (ssrc) => bySsrc.get(ssrc),
    counts,
    close() {
      for (const session of [...bySsrc.values()]) end(session);
    },
  };
}

/** Compares secrets in constant time. */
function same(received: unknown, expected: string): boolean {
  const [a, b] = [Buffer.from(String(received)), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
