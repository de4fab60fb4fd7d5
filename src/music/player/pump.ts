/**
 * Sends one Opus packet every 20 ms from a source to a voice link. It alone keeps time; @discordjs/voice's AudioPlayer
 * is not used, since it cannot hold a packet back while the link is not encrypted (see README.md).
 */
import { AppError } from '../../errors.ts';
import { OPUS_RATE, PACKET_SAMPLES, SILENCE_FRAME } from '../ogg/opus-packet.ts';
import type { Clock } from './clock.ts';
import type { PacketSource } from './ogg-opus.ts';

/** Where the packets go. */
export interface PacketSink {
  /** Whether a packet sent now would reach the channel, encrypted as it should be. */
  readonly ready: boolean;
  /** Sends one packet; never throws. */
  send(packet: Buffer): void;
  /** Tells the channel that we stopped sending. */
  silent(): void;
}

export interface PumpEvents {
  /** The first packet of the source went out. */
  sounded(): void;
  /** Packets of the source flow: the first after a start, and each second. */
  second(): void;
  ended(): void;
  broken(problem: AppError): void;
  /** The sink was not ready for `secureMs` although there was something to send. */
  unready(): void;
}

const FRAME_MS = 20;
const PACKETS_PER_SECOND = 1_000 / FRAME_MS;
/** Frames of silence that end a stretch of sound, or decoders would go on with its last note (Discord, "Voice data
 * interpolation"). */
const SILENCE_FRAMES = 5;
/** After a longer stall of the process time is given up instead of being made good by a burst of packets. */
const MAX_CATCH_UP_MS = 200;

export class Pump {
  readonly #sink: PacketSink;
  readonly #clock: Clock;
  readonly #events: PumpEvents;
  readonly #waits: { readonly stallMs: number; readonly secureMs: number };
  #source: PacketSource | undefined;
  #sent = 0;
  #sinceTold = 0;
  #on = false;
  #silenceLeft = 0;
  /** Since when there is something to send, but the source has nothing or the sink is not ready. */
  #starvedAt: number | undefined;
  #unreadyAt: number | undefined;
  #running = false;
  #dueAt = 0;
  #cancel: () => void = () => {};

  constructor(o: {
    sink: PacketSink;
    clock: Clock;
    events: PumpEvents;
    waits: { readonly stallMs: number; readonly secureMs: number };
  }) {
    this.#sink = o.sink;
    this.#clock = o.clock;
    this.#events = o.events;
    this.#waits = o.waits;
  }

  /** Takes another source, or none; the position begins anew. The caller closes the old one. */
  setSource(source: PacketSource | undefined): void {
    this.#source = source;
    this.#sent = 0;
    this.#sinceTold = 0;
    this.#starvedAt = undefined;
    this.#startOrFade();
  }

  /** Lets sound flow or holds it; held, the position stays. */
  setOn(on: boolean): void {
    if (this.#on === on) return;
    this.#on = on;
    this.#sinceTold = 0;
    this.#starvedAt = undefined;
    this.#unreadyAt = undefined;
    this.#startOrFade();
  }

  /** How much of the source was sent, its lead-in left out (RFC 7845 section 4.3). */
  get positionMs(): number {
    const samples = this.#sent * PACKET_SAMPLES - (this.#source?.preSkip ?? 0);
    return Math.max(0, (samples * 1000) / OPUS_RATE);
  }

  /** Stops at once, without a fade. */
  stop(): void {
    this.#on = false;
    this.#source = undefined;
    this.#silenceLeft = 0;
    this.#running = false;
    this.#cancel();
  }

  get #flows(): boolean {
    return this.#on && this.#source !== undefined;
  }

  #startOrFade(): void {
    if (!this.#flows) {
      if (this.#running && this.#silenceLeft === 0) this.#silenceLeft = SILENCE_FRAMES;
      return;
    }
    this.#silenceLeft = 0;
    if (this.#running) return;
    this.#running = true;
    this.#dueAt = this.#clock.now();
    this.#schedule(0);
  }

  #schedule(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => this.#tick());
  }

  #tick(): void {
    if (this.#flows) this.#sendNext();
    else this.#sendSilence();
    if (!this.#running) return;
    this.#running = this.#flows || this.#silenceLeft > 0;
    if (!this.#running) return;
    const now = this.#clock.now();
    this.#dueAt += FRAME_MS;
    if (now - this.#dueAt > MAX_CATCH_UP_MS) this.#dueAt = now;
    this.#schedule(Math.max(0, this.#dueAt - now));
  }

  #sendSilence(): void {
    if (this.#silenceLeft === 0) return;
    this.#silenceLeft -= 1;
    if (this.#sink.ready) this.#sink.send(SILENCE_FRAME);
    if (this.#silenceLeft === 0) this.#sink.silent();
  }

  #sendNext(): void {
    if (!this.#sink.ready) {
      this.#unreadyAt = this.#overdue(this.#unreadyAt, this.#waits.secureMs, () => this.#events.unready());
      return;
    }
    this.#unreadyAt = undefined;
    const packet = this.#pull();
    if (packet === undefined) return;
    if (packet === 'wait') {
      this.#starve();
      return;
    }
    this.#starvedAt = undefined;
    this.#sink.send(packet);
    this.#sent += 1;
    if (this.#sent === 1) this.#events.sounded();
    if (this.#sinceTold === 0) this.#events.second();
    this.#sinceTold = (this.#sinceTold + 1) % PACKETS_PER_SECOND;
  }

  /** The next packet; at the end of a source that of the following one, if it is there at once. */
  #pull(): Buffer | 'wait' | undefined {
    while (this.#flows) {
      const source = this.#source;
      try {
        const packet = source?.next() ?? 'end';
        if (packet !== 'end') return packet;
        this.#source = undefined;
        this.#events.ended();
      } catch (cause) {
        this.#source = undefined;
        this.#events.broken(
          cause instanceof AppError ? cause : new AppError('track.unreadable', {}, { cause }),
        );
      }
      this.#startOrFade();
    }
    return undefined;
  }

  #starve(): void {
    const now = this.#clock.now();
    const lately = this.#starvedAt === undefined || now - this.#starvedAt < SILENCE_FRAMES * FRAME_MS;
    if (this.#sent > 0 && lately) this.#sink.send(SILENCE_FRAME);
    this.#starvedAt = this.#overdue(this.#starvedAt, this.#waits.stallMs, () => {
      this.#source = undefined;
      this.#startOrFade();
      this.#events.broken(new AppError('track.stalled', { limitMs: this.#waits.stallMs }));
    });
  }

  /** @returns since when it lasts; begins anew after `tell` */
  #overdue(since: number | undefined, limitMs: number, tell: () => void): number | undefined {
    const now = this.#clock.now();
    if (since === undefined) return now;
    if (now - since < limitMs) return since;
    tell();
    return undefined;
  }
}
