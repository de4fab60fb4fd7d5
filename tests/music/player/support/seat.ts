/** A player on the stage's voice server, with the little of the main gateway that voice needs made by hand. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createLogger } from '../../../../src/logger.ts';
import { createBooth } from '../../../../src/music/player/booth.ts';
import type { BoothThread } from '../../../../src/music/player/booth-thread.ts';
import { systemClock } from '../../../../src/music/player/clock.ts';
import type { PlayerEvent } from '../../../../src/music/player/events.ts';
import { GuildPlayer } from '../../../../src/music/player/guild-player.ts';
import { openOggOpus, type PacketSource } from '../../../../src/music/player/ogg-opus.ts';
import { DEFAULT_TIMINGS, type Timings } from '../../../../src/music/player/timings.ts';
import type { DiscordGatewayAdapterCreator } from '../../../../src/music/player/voice.ts';
import { createCertificate } from '../../../../src/stage/certificate.ts';
import type { Listener } from '../../../../src/stage/voice/listener.ts';
import { createVoiceServer, type StageVoiceServer } from '../../../../src/stage/voice/server.ts';
import type { Certificate } from '../../../../src/stage/voice-contract.ts';

export const GUILD = '1000';
export const HOME = '2000';
export const ATTIC = '2001';
export const BOT = '3000';

type Methods = Parameters<DiscordGatewayAdapterCreator>[0];

export interface Seat {
  readonly player: GuildPlayer;
  readonly server: StageVoiceServer;
  readonly events: PlayerEvent[];
  /** How often the player asked the gateway to join. */
  readonly joins: () => number;
  readonly folder: string;
  /** Members who listen, by channel; the player counts these. */
  readonly present: Map<string, number>;
  listen(userId: string, channelId?: string): Promise<Listener>;
  /** Writes a library file. */
  file(name: string, bytes: Uint8Array): Promise<void>;
  /** What a moderator may do to the bot. */
  moveTo(channelId: string): void;
  kick(): void;
  /** Another voice server is told of, as when the region changes. */
  announceServer(): void;
  /** Names a voice server that cannot be. */
  announceNonsense(): void;
  /** The voice server is going away; another will be told of later. */
  withdrawServer(): void;
  /** What discord.js does when a shard is closed for good. */
  adapterGone(): void;
  readonly group: string;
  isOver(): boolean;
  close(): Promise<void>;
}

/** Waits in steps until something is so; a failure says what was waited for. */
export async function until(what: string, isSo: () => boolean, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** One certificate for all seats of a test process: of several with one name only the first is found. */
const trusted = trust();

async function trust(): Promise<Certificate> {
  const certificate = await createCertificate(Date.now());
  setDefaultCACertificates([...getCACertificates('default'), certificate.certPem]);
  return certificate;
}

/** Short waits, so that a failure is over in a second or two. */
export const QUICK: Timings = {
  ...DEFAULT_TIMINGS,

  joinMs: 1_000,
  backoffMs: 100,
  graceMs: 500,
  stallMs: 500,
  secureMs: 2_000,
};

/**
 * @param open in place of reading the file; undefined leaves a track to the file
 * @param thread where to play instead of in the test's own thread
 */
export async function takeSeat(
  timings: Partial<Timings> = {},
  open?: (id: string) => Promise<PacketSource> | undefined,
  thread?: BoothThread,
): Promise<Seat> {
  const logger = createLogger(process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent');
  const certificate = await trusted;
  const server = await createVoiceServer({ logger, certificate });
  const folder = await mkdtemp(join(tmpdir(), 'player-'));
  const events: PlayerEvent[] = [];
  const present = new Map<string, number>([[HOME, 1]]);
  let joins = 0;
  let sessions = 0;
  let channelId: string | null = null;
  let sessionId = '';
  let methods: Methods | undefined;
  let over = false;

  const tellState = () =>
    methods?.onVoiceStateUpdate({
      guild_id: GUILD,
      channel_id: channelId,
      user_id: BOT,
      session_id: sessionId,
      deaf: false,
      mute: false,
      self_deaf: true,
      self_mute: false,
      self_video: false,
      suppress: false,
      request_to_speak_timestamp: null,
    });

  function tellServer(): void {
    if (channelId === null) return;
    const token = `token-${++sessions}`;
    server.expectSession({ guildId: GUILD, channelId, userId: BOT, sessionId, token });
    methods?.onVoiceServerUpdate({ guild_id: GUILD, token, endpoint: server.endpoint });
  }

  /** The gateway's answers come later, never from within the request. */
  const later = (act: () => void) => setTimeout(act, 2);

  const adapterCreator: DiscordGatewayAdapterCreator = (given) => {
    methods = given;
    return {
      sendPayload(payload: { d: { channel_id: string | null } }) {
        const wanted = payload.d.channel_id;
        if (wanted !== null) joins += 1;
        later(() => {
          const leaves = wanted === null;
          channelId = wanted;
          if (leaves) server.dropSession(GUILD, BOT);
          else sessionId = `session-${++sessions}`;
          tellState();
          if (!leaves) tellServer();
        });
        return true;
      },
      destroy: () => undefined,
    };
  };

  const player = new GuildPlayer({
    guildId: GUILD,
    channelId: HOME,
    openBooth: (emit) =>
      thread?.open(GUILD, emit) ??
      createBooth({
        guildId: GUILD,
        group: folder,
        clock: systemClock,
        waits: { ...QUICK, ...timings },
        open: (file) => open?.(basename(file, '.opus')) ?? openOggOpus(file),
        emit,
      }),
    adapterCreator,
    countListeners: (channel) => present.get(channel) ?? 0,
    usersIn: () => [],
    pathOf: (track) => join(folder, track.file),
    announce: (event) => void events.push(event),
    over: () => {
      over = true;
    },
    clock: systemClock,
    random: () => 0.5,
    timings: { ...QUICK, ...timings },
    logger,
  });

  return {
    player,
    server,
    events,
    joins: () => joins,
    folder,
    present,
    listen: (userId, channel = HOME) => server.addListener({ guildId: GUILD, channelId: channel, userId }),
    file: (name, bytes) => writeFile(join(folder, name), bytes),
    moveTo(channel) {
      channelId = channel;
      server.dropSession(GUILD, BOT, 4014);
      tellState();
      tellServer();
    },
    kick() {
      channelId = null;
      server.dropSession(GUILD, BOT, 4014);
      tellState();
    },
    announceServer: tellServer,
    announceNonsense: () =>
      methods?.onVoiceServerUpdate({ guild_id: GUILD, token: 'token', endpoint: 'no:such:address' }),
    withdrawServer: () => methods?.onVoiceServerUpdate({ guild_id: GUILD, token: '', endpoint: null }),
    adapterGone: () => methods?.destroy(),
    group: folder,
    isOver: () => over,
    async close() {
      await player.stop('shutdown');
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
