/**
 * The only place that knows @discordjs/voice (0.19.2). It offers one bot's seat in one guild as a small link that
 * never reconnects by itself, never sends a packet unencrypted and never lets an error end the process; README.md
 * lists the defects of the package that each of these guards against.
 */
import type { EventEmitter } from 'node:events';
import {
  type DAVESession,
  type DiscordGatewayAdapterCreator,
  type DiscordGatewayAdapterLibraryMethods,
  joinVoiceChannel,
  type Networking,
  NetworkingStatusCode,
  type VoiceConnection,
  VoiceConnectionDisconnectReason,
  type VoiceConnectionState,
  VoiceConnectionStatus,
} from '@discordjs/voice';
import { messageOf } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from './clock.ts';
import type { PacketSink } from './pump.ts';

export type { DiscordGatewayAdapterCreator };

export interface LinkEvents {
  /** The voice server took us in. Packets may flow once `ready`, i.e. once encrypted. */
  up(): void;
  /** The package connects by itself: to another voice server, or to resume. `up` or `down` follows, or nothing. */
  connecting(): void;
  /** Lost or refused; nothing more happens until `join`. */
  down(code: number | undefined): void;
  /** Discord took the voice server away; it names another one soon. */
  serverless(): void;
  moved(channelId: string): void;
  kicked(): void;
}

export interface VoiceLink extends PacketSink {
  /** @param fresh leave first and join anew, instead of signalling on the session there is */
  join(channelId: string, fresh: boolean): void;
  /** Leaves the channel, if in one; settled when that was sent. */
  leave(): Promise<void>;
  /** What went wrong last, for the log and as the cause of an error. */
  readonly lastProblem: string | undefined;
}

export interface LinkOptions {
  readonly guildId: string;
  readonly adapterCreator: DiscordGatewayAdapterCreator;
  /** Keeps our connections apart from others in the package's own registry. */
  readonly group: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly on: LinkEvents;
}

/** A server that announces no end of the first key exchange is not waited for longer than this. */
const TRANSITION_MS = 1_000;

export function createVoiceLink(options: LinkOptions): VoiceLink {
  return new DiscordVoiceLink(options);
}

class DiscordVoiceLink implements VoiceLink {
  readonly #options: LinkOptions;
  #connection: VoiceConnection | undefined;
  #networking: Networking | undefined;
  /** Counts connections, so that what comes late for an earlier one is known as such. */
  #stay = 0;
  #channelId = '';
  /** Discord said that we are in the channel; before that, "in no channel" is about an earlier stay. */
  #seated = false;
  /** Open only while `join` runs: the package's own attempts to rejoin are refused. */
  #maySignal = false;
  #closeCode: number | undefined;
  #transitioned = false;
  #encryptedAt: number | undefined;
  #lastProblem: string | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get lastProblem(): string | undefined {
    return this.#lastProblem;
  }

  get ready(): boolean {
    const state = this.#connection?.state;
    if (state?.status !== VoiceConnectionStatus.Ready) return false;
    const network = state.networking.state;
    return network.code === NetworkingStatusCode.Ready && this.#isSecure(network.dave);
  }

  send(packet: Buffer): void {
    try {
      this.#connection?.playOpusPacket(packet);
    } catch (error) {
      this.#problem(error);
    }
  }

  silent(): void {
    this.#connection?.setSpeaking(false);
  }

  join(channelId: string, fresh: boolean): void {
    this.#channelId = channelId;
    void this.#later(() => {
      const connection = this.#connection;
      this.#seated = false;
      this.#closeCode = undefined;
      this.#maySignal = true;
      try {
        if (fresh || connection === undefined || isDestroyed(connection)) {
          this.#destroy();
          this.#connect(channelId);
        } else {
          connection.rejoin({ channelId, selfDeaf: true, selfMute: false });
        }
      } finally {
        this.#maySignal = false;
      }
    });
  }

  leave(): Promise<void> {
    return this.#later(() => this.#destroy());
  }

  #connect(channelId: string): void {
    const { guildId, group } = this.#options;
    const connection = joinVoiceChannel({
      guildId,
      channelId,
      group,
      selfDeaf: true,
      selfMute: false,
      adapterCreator: (methods) => this.#adapt(methods),
    });
    this.#connection = connection;
    connection.on('error', (error) => this.#problem(error));
    connection.on('transitioned', () => {
      this.#transitioned = true;
    });
    connection.on('stateChange', (_, state) => {
      if (connection === this.#connection) this.#follow(state);
    });
    if (connection.state.status === VoiceConnectionStatus.Disconnected) this.#follow(connection.state);
  }

  #destroy(): void {
    const connection = this.#connection;
    this.#stay += 1;
    this.#connection = undefined;
    this.#networking = undefined;
    this.#seated = false;
    if (connection !== undefined && !isDestroyed(connection)) connection.destroy();
  }

  /** The way to the gateway, with a gate in it: see `#maySignal`. */
  #adapt(methods: DiscordGatewayAdapterLibraryMethods): ReturnType<DiscordGatewayAdapterCreator> {
    const stay = this.#stay;
    const isOurs = () =>
      stay === this.#stay && this.#connection !== undefined && !isDestroyed(this.#connection);
    const gateway = this.#options.adapterCreator({
      onVoiceServerUpdate: (data) => void this.#later(() => isOurs() && methods.onVoiceServerUpdate(data)),
      onVoiceStateUpdate: (data) =>
        void this.#later(() => {
          if (!isOurs()) return;
          methods.onVoiceStateUpdate(data);
          this.#onSeat(data.channel_id);
        }),
      destroy: () => void this.#later(() => isOurs() && methods.destroy()),
    });
    return {
      sendPayload: (payload: { d?: { channel_id?: string | null } }) => {
        const leaves = payload.d?.channel_id === null;
        return (leaves || this.#maySignal) && gateway.sendPayload(payload);
      },
      destroy: () => gateway.destroy(),
    };
  }

  #onSeat(channelId: string | null): void {
    if (channelId === null) {
      if (!this.#seated) return;
      this.#seated = false;
      this.#options.on.kicked();
      return;
    }
    this.#seated = true;
    if (channelId === this.#channelId) return;
    this.#channelId = channelId;
    this.#options.on.moved(channelId);
  }

  #follow(state: VoiceConnectionState): void {
    const { on } = this.#options;
    switch (state.status) {
      case VoiceConnectionStatus.Connecting:
        if (state.networking !== this.#networking) this.#watch(state.networking);
        on.connecting();
        break;
      case VoiceConnectionStatus.Ready:
        on.up();
        break;
      case VoiceConnectionStatus.Disconnected:
        if (state.reason === VoiceConnectionDisconnectReason.EndpointRemoved) on.serverless();
        else on.down(this.#closeCode);
        break;
      case VoiceConnectionStatus.Destroyed: // by the client, when its shard is gone
        on.down(undefined);
        break;
      case VoiceConnectionStatus.Signalling:
        break; // Disconnected follows, as the gate is shut
    }
  }

  /** A new session with a voice server. Its close code is nowhere else to be had in time. */
  #watch(networking: Networking): void {
    this.#networking = networking;
    this.#transitioned = false;
    this.#encryptedAt = undefined;
    this.#closeCode = undefined;
    networking.prependOnceListener('close', (code) => {
      if (networking === this.#networking) this.#closeCode = code;
    });
    let guarded: EventEmitter | undefined;
    const guard = () => {
      const { state } = networking;
      if (state.code === NetworkingStatusCode.Closed || state.ws === guarded) return;
      guarded = state.ws;
      this.#guard(networking, guarded);
    };
    networking.on('stateChange', guard);
    guard();
  }

  /**
   * The package's handlers throw on key exchange messages out of place (`setExternalSender`, `processProposals`),
   * which would end the process from inside a socket's callback. Each is called through a catch instead.
   */
  #guard(networking: Networking, socket: EventEmitter): void {
    for (const event of ['packet', 'binary']) {
      const handlers = socket.listeners(event);
      socket.removeAllListeners(event);
      socket.on(event, (message: unknown) => {
        const { state } = networking;
        if (state.code === NetworkingStatusCode.Closed || state.ws !== socket) return;
        try {
          for (const handler of handlers) Reflect.apply(handler, socket, [message]);
        } catch (error) {
          this.#problem(error);
          if (networking === this.#networking) this.#options.on.down(undefined);
        }
      });
    }
  }

  /**
   * End-to-end encrypted (DAVE), or declared unencrypted by the server. Asked before every packet, since the session
   * is not ready at first, nor while it recovers from a key exchange that failed, and the package would then send
   * plain packets. All that is read here is in the package's public types.
   */
  #isSecure(dave: DAVESession | undefined): boolean {
    if (dave === undefined) return false;
    if (dave.protocolVersion === 0) return true;
    if (dave.session?.ready !== true) {
      this.#encryptedAt = undefined;
      return false;
    }
    const now = this.#options.clock.now();
    this.#encryptedAt ??= now;
    return this.#transitioned || now - this.#encryptedAt >= TRANSITION_MS;
  }

  /**
   * The package sends a first keepalive from a `setImmediate`, and throws there if its socket was destroyed in between.
   * Sockets are made while the loop polls, so what may destroy one waits for the loop's timers. What throws there
   * (an endpoint that is no address does) is a lost connection.
   */
  #later(act: () => unknown): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(() => {
        try {
          act();
        } catch (error) {
          this.#problem(error);
          this.#options.on.down(undefined);
        }
        resolve();
      }, 0);
    });
  }

  #problem(error: unknown): void {
    const problem = messageOf(error);
    const level = problem === this.#lastProblem ? 'debug' : 'warn';
    this.#lastProblem = problem;
    this.#options.logger[level]('voice problem', { guildId: this.#options.guildId, problem });
  }
}

function isDestroyed(connection: VoiceConnection): boolean {
  return connection.state.status === VoiceConnectionStatus.Destroyed;
}
