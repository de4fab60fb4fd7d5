/**
 * What plays to one guild: its seat in voice, its tracks and the 20 ms clock. Commands in, events out, all of them plain
 * data, so that it runs in a thread of its own (booth-thread.ts), where neither garbage nor a burst of answers delays a
 * packet.
 */
import { AppError, type ErrorContext, messageOf } from '../../errors.ts';
import type { Clock } from './clock.ts';
import { Deck } from './deck.ts';
import type { PacketSource } from './ogg-opus.ts';
import { Pump } from './pump.ts';
import { createVoiceLink, type GatewayPayload, type VoiceServerData, type VoiceStateData } from './voice.ts';

/** A track as the booth needs it: the queue item's id and its file. */
export interface Disc {
  readonly id: number;
  readonly file: string;
}

export type BoothCommand =
  /** `fresh`: leave first and join anew instead of signalling on the session there is. */
  | { readonly type: 'join'; readonly channelId: string; readonly fresh: boolean }
  /** Answered by `left`. */
  | { readonly type: 'leave' }
  | { readonly type: 'load'; readonly disc: Disc }
  | { readonly type: 'unload' }
  /** What comes next; it follows without a gap when the one that plays ends. */
  | { readonly type: 'prepare'; readonly disc: Disc | undefined }
  | { readonly type: 'sound'; readonly on: boolean }
  /** Who is in the channel, by the main gateway. */
  | { readonly type: 'present'; readonly userIds: readonly string[] }
  /** What the main gateway said about our seat. */
  | { readonly type: 'voice-state'; readonly data: VoiceStateData }
  | { readonly type: 'voice-server'; readonly data: VoiceServerData }
  /** The main gateway did not take our last `signal`, or is gone for good. */
  | { readonly type: 'signal-refused' }
  | { readonly type: 'gateway-gone' };

export type BoothEvent =
  | { readonly type: 'up' | 'connecting' | 'serverless' | 'kicked' | 'left' }
  | { readonly type: 'down'; readonly code?: number }
  | { readonly type: 'moved'; readonly channelId: string }
  /** The first packet of a disc went out. */
  | { readonly type: 'sounded'; readonly id: number }
  | { readonly type: 'ended'; readonly id: number }
  | { readonly type: 'broken'; readonly id: number; readonly problem: PlainProblem }
  /** Once a second while packets flow, and when they are held. */
  | { readonly type: 'position'; readonly id: number; readonly ms: number; readonly flows: boolean }
  /** For the main gateway. */
  | { readonly type: 'signal'; readonly payload: GatewayPayload }
  /** For the log. */
  | { readonly type: 'problem'; readonly problem: string };

/** An AppError that may cross to another thread. */
export interface PlainProblem {
  readonly code: string;
  readonly context: ErrorContext;
  readonly cause?: string;
}

export interface Booth {
  send(command: BoothCommand): void;
  /** Falls silent and forgets the guild; `leave` comes before. */
  close(): void;
}

export interface BoothOptions {
  readonly guildId: string;
  /** Keeps our connections apart from others in @discordjs/voice's own registry. */
  readonly group: string;
  readonly clock: Clock;
  /** A source that yields nothing is broken, a seat without encryption lost after these. */
  readonly waits: { readonly stallMs: number; readonly secureMs: number };
  open(file: string): Promise<PacketSource>;
  emit(event: BoothEvent): void;
}

/** A booth in this thread. */
export function createBooth(options: BoothOptions): Booth {
  const { emit, clock, waits, guildId, group } = options;
  const link = createVoiceLink({
    guildId,
    group,
    clock,
    on: {
      up: () => emit({ type: 'up' }),
      connecting: () => emit({ type: 'connecting' }),
      down: (code) => emit({ type: 'down', ...(code === undefined ? {} : { code }) }),
      serverless: () => emit({ type: 'serverless' }),
      moved: (channelId) => emit({ type: 'moved', channelId }),
      kicked: () => emit({ type: 'kicked' }),
      signal: (payload) => emit({ type: 'signal', payload }),
      problem: (problem) => emit({ type: 'problem', problem }),
    },
  });
  const current = () => deck.loadedId ?? 0;
  const tellPosition = (flows: boolean) =>
    emit({ type: 'position', id: current(), ms: pump.positionMs, flows });
  const tellBroken = (id: number, problem: AppError) => emit({ type: 'broken', id, problem: plain(problem) });
  const pump = new Pump({
    sink: link,
    clock,
    waits,
    events: {
      sounded: () => emit({ type: 'sounded', id: current() }),
      second: () => tellPosition(true),
      ended: () => {
        const id = current();
        deck.next();
        emit({ type: 'ended', id });
      },
      broken: (problem) => tellBroken(current(), problem),
      unready: () => emit({ type: 'down' }),
    },
  });
  const deck = new Deck({
    open: options.open,
    use: (source) => pump.setSource(source),
    broken: tellBroken,
    problem: (problem) => emit({ type: 'problem', problem }),
    clock,
    limitMs: waits.stallMs,
  });

  function send(command: BoothCommand): void {
    switch (command.type) {
      case 'join':
        link.join(command.channelId, command.fresh);
        break;
      case 'leave':
        void link.leave().then(() => emit({ type: 'left' }));
        break;
      case 'load':
        deck.load(command.disc);
        break;
      case 'unload':
        deck.unload();
        break;
      case 'prepare':
        deck.prepare(command.disc);
        break;
      case 'sound':
        pump.setOn(command.on);
        tellPosition(false);
        break;
      case 'present':
        link.onPresent(command.userIds);
        break;
      case 'voice-state':
        link.onVoiceState(command.data);
        break;
      case 'voice-server':
        link.onVoiceServer(command.data);
        break;
      case 'signal-refused':
        link.onSignalRefused();
        break;
      case 'gateway-gone':
        link.onGatewayGone();
        break;
    }
  }

  return {
    send,
    close() {
      pump.stop();
      deck.close();
    },
  };
}

function plain({ code, context, cause }: AppError): PlainProblem {
  return { code, context, ...(cause === undefined ? {} : { cause: messageOf(cause) }) };
}

export function appErrorOf({ code, context, cause }: PlainProblem): AppError {
  return new AppError(code, context, cause === undefined ? {} : { cause: new Error(cause) });
}
