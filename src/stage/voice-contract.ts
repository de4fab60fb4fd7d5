/**
 * The seam between the stage's world (REST, gateway, who sits where) and its voice servers. The world decides who
 * may be in which channel and hands out tokens; the voice server carries media for exactly those it was told of.
 * Types only: either side can be replaced in a test.
 */
import type { Logger } from '../logger.ts';

/** A certificate for 127.0.0.1 and localhost, made fresh at each start; PEM text. */
export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
}

/** Who sits where; a user is in at most one voice channel of a guild. Snowflakes as decimal strings. */
export interface VoiceSeat {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
}

/** What the client will present in voice op 0 (Identify); anything else is closed with 4004 or 4006. */
export interface VoiceGrant extends VoiceSeat {
  /** The `session_id` of the user's VOICE_STATE_UPDATE. */
  readonly sessionId: string;
  /** The `token` of the VOICE_SERVER_UPDATE; a new one each time, the older is void. */
  readonly token: string;
}

/** A simulated member who hears the channel (see src/stage/voice for what it records). */
export interface VoiceListener extends VoiceSeat {}

/**
 * @typeParam L the listener of the implementation, so that tests reach `listener.pcm()` and the like without a cast
 */
export interface VoiceServer<L extends VoiceListener = VoiceListener> {
  /** `127.0.0.1:PORT`, without scheme, as VOICE_SERVER_UPDATE names it; read anew for every update. */
  readonly endpoint: string;
  /**
   * Called just before VOICE_SERVER_UPDATE goes out: on join, on move (new channelId, new token) and on a change
   * of region. Replaces any earlier grant of this guild and user; the running session keeps going until
   * `dropSession` or until the client identifies with the new token. Synchronous: the client may be here at once.
   */
  expectSession(grant: VoiceGrant): void;
  /**
   * The user is no longer there: voids the grant and closes a running session.
   * @param closeCode 4014 when kicked or moved (the world's default), 4022 when the channel went away;
   *   undefined when the client itself left (op 4 with channel null): the client closes, nothing is sent
   */
  dropSession(guildId: string, userId: string, closeCode?: number): void;
  /** From now on `endpoint` is another; sessions at the older one go on until they are dropped. */
  changeRegion(): Promise<void>;
  /** A simulated member sits down; may already be present elsewhere in the guild, then it moves. */
  addListener(seat: VoiceSeat): Promise<L>;
  /** Silently nothing when no such listener is there. */
  removeListener(guildId: string, userId: string): Promise<void>;
  close(): Promise<void>;
}

/** How the stage makes its voice server: `createVoiceServer` of src/stage/voice has this shape. */
export type CreateVoiceServer<S extends VoiceServer = VoiceServer> = (o: {
  readonly logger: Logger;
  readonly certificate: Certificate;
}) => Promise<S>;
