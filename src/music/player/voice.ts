/**
 * The only place that knows @discordjs/voice (0.19.2). It offers one bot's seat in one guild as a small link that
 * never reconnects by itself, never sends a packet unencrypted and never lets an error end the process; README.md
 * lists the defects of the package that each of these guards against.
 */
import type { EventEmitter } from 'node:events';
import {
  type DAVESession,
  type DiscordGatewayAdapterCreator,
  joinVoiceChannel,
  type DiscordGatewayAdapterLibraryMethods as LibraryMethods,
  type Networking,
  NetworkingStatusCode,
  type VoiceConnection,
  VoiceConnectionDisconnectReason,
  type VoiceConnectionState,
  VoiceConnectionStatus,
} from '@discordjs/voice';
import { messageOf } from '../../errors.ts';
import type { Clock } from './clock.ts';
import type { PacketSink } from './pump.ts';

export type { DiscordGatewayAdapterCreator };

/** VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE of the main gateway, and our op 4 to it. */
export type VoiceStateData = Parameters<LibraryMethods['onVoiceStateUpdate']>[0];
export type VoiceServerData = Parameters<LibraryMethods['onVoiceServerUpdate']>[0];
export interface GatewayPayload {
  readonly op: number;
  readonly d: { readonly channel_id: string | null };
}

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
  /** To be sent over the main gateway. */
  signal(payload: GatewayPayload): void;
  /** What went wrong, for the log. */
  problem(problem: string): void;
}

export interface VoiceLink extends PacketSink {
  /** @param fresh leave first and join anew, instead of signalling on the session there is */
  join(channelId: string, fresh: boolean): void;
  /** Leaves the channel, if in one; settled when that was sent. */
  leave(): Promise<void>;
  /** Who is in the channel, by the main gateway: only these may be let into the encrypted group. */
  onPresent(userIds: readonly string[]): void;
  /** What the main gateway said about our seat. */
  onVoiceState(data: VoiceStateData): void;
  onVoiceServer(data: VoiceServerData): void;
  /** The main gateway did not take the last signal, or is gone for good. */
  onSignalRefused(): void;
  onGatewayGone(): void;
}

export interface LinkOptions {
  readonly guildId: string;
  /** Keeps our connections apart from others in the package's own registry. */
  readonly group: string;
  readonly clock: Clock;
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
  #methods: LibraryMethods | undefined;
  #channelId = '';
  /** Discord said that we are in the channel; before that, "in no channel" is about an earlier stay. */
  #seated = false;
  /** Open only while `join` runs: the package's own attempts to rejoin are refused. */
  #maySignal = false;
  /** Named before we were told of our seat; the package would forget it. */
  #earlyServer: VoiceServerData | undefined;
  #present: readonly string[] = [];
  #closeCode: number | undefined;
  #transitioned = false;
  #encryptedAt: number | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
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
      this.#earlyServer = undefined;
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

  onVoiceState(data: VoiceStateData): void {
    void this.#later(() => {
      // Out of a channel before being in one: that is about an earlier stay.
      if (this.#methods === undefined || (data.channel_id === null && !this.#seated)) return;
      this.#methods.onVoiceStateUpdate(data);
      this.#onSeat(data.channel_id);
      const early = this.#earlyServer;
      this.#earlyServer = undefined;
      if (early !== undefined) this.#methods?.onVoiceServerUpdate(early);
    });
  }

  onVoiceServer(data: VoiceServerData): void {
    void this.#later(() => {
      this.#methods?.onVoiceServerUpdate(data);
      const connects = this.#connection?.state.status === VoiceConnectionStatus.Connecting;
      this.#earlyServer = connects || data.endpoint === null ? undefined : data;
    });
  }

  onPresent(userIds: readonly string[]): void {
    this.#present = userIds;
  }

  onSignalRefused(): void {
    this.#problem('the gateway took no voice request');
    this.#options.on.down(undefined);
  }

  onGatewayGone(): void {
    void this.#later(() => {
      if (this.#connection !== undefined && !isDestroyed(this.#connection)) this.#methods?.destroy();
    });
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
    this.#connection = undefined;
    this.#methods = undefined;
    this.#networking = undefined;
    this.#seated = false;
    if (connection !== undefined && !isDestroyed(connection)) connection.destroy();
  }

  /** The way to the gateway, with a gate in it: see `#maySignal`. */
  #adapt(methods: LibraryMethods): ReturnType<DiscordGatewayAdapterCreator> {
    this.#methods = methods;
    return {
      sendPayload: (payload: GatewayPayload) => {
        if (payload.d.channel_id !== null && !this.#maySignal) return false;
        this.#options.on.signal(payload);
        return true;
      },
      destroy: () => undefined,
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
        if ('connectionData' in state) {
          // A server need not repeat in the call who is there (op 11).
          for (const userId of this.#present) state.connectionData.connectedClients.add(userId);
        }
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
    // A server that declares no version has none either.
    if (!dave.protocolVersion) return true;
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
    this.#options.on.problem(messageOf(error));
  }
}

function isDestroyed(connection: VoiceConnection): boolean {
  return connection.state.status === VoiceConnectionStatus.Destroyed;
}
