/** Booths in a thread of their own, started with the first of them and again when it failed. */
import { getCACertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../logger.ts';
import type { Booth, BoothCommand, BoothEvent, BoothOptions } from './booth.ts';

export interface ThreadSettings extends Pick<BoothOptions, 'group' | 'waits'> {
  /** PEM texts of every authority that is trusted. */
  readonly certificates: readonly string[];
}

export interface ToThread {
  readonly guildId: string;
  readonly command: BoothCommand | 'close';
}

export interface FromThread {
  readonly guildId: string;
  readonly event: BoothEvent;
}

export interface BoothThread {
  open(guildId: string, emit: (event: BoothEvent) => void): Booth;
  /** Ends the thread; the booths have left before. */
  close(): Promise<void>;
}

export function createBoothThread(
  o: Pick<ThreadSettings, 'group' | 'waits'> & { readonly logger: Logger },
): BoothThread {
  const booths = new Map<string, RemoteBooth>();
  let worker: Worker | undefined;

  function start(): Worker {
    const settings: ThreadSettings = {
      group: o.group,
      waits: o.waits,
      certificates: getCACertificates('default'),
    };
    const started = new Worker(new URL('./booth-worker.ts', import.meta.url), {
      name: 'voice',
      workerData: settings,
    });
    started.on('message', ({ guildId, event }: FromThread) => booths.get(guildId)?.emit(event));
    started.on('error', (error) => o.logger.error('the voice thread failed', { error }));
    started.on('exit', () => {
      if (worker !== started) return;
      worker = undefined;
      // Each player then connects anew, within its attempts.
      for (const booth of booths.values()) booth.lost();
    });
    return started;
  }

  const post = (message: ToThread) => {
    worker ??= start();
    worker.postMessage(message);
  };

  return {
    open(guildId, emit) {
      const booth = new RemoteBooth(emit, (command) => post({ guildId, command }));
      booths.set(guildId, booth);
      return {
        send: (command) => booth.send(command),
        close() {
          if (booths.get(guildId) === booth) booths.delete(guildId);
          if (worker !== undefined) post({ guildId, command: 'close' });
        },
      };
    },
    async close() {
      const last = worker;
      worker = undefined;
      await last?.terminate();
    },
  };
}

/** Remembers what is on the deck, for a thread that takes over from one that failed. */
class RemoteBooth {
  readonly emit: (event: BoothEvent) => void;
  readonly #post: (command: BoothCommand) => void;
  readonly #onDeck = new Map<'load' | 'prepare', BoothCommand>();
  #isNew = false;

  constructor(emit: (event: BoothEvent) => void, post: (command: BoothCommand) => void) {
    this.emit = emit;
    this.#post = post;
  }

  send(command: BoothCommand): void {
    if (command.type === 'load' || command.type === 'prepare') this.#onDeck.set(command.type, command);
    if (command.type === 'unload') this.#onDeck.clear();
    if (command.type === 'join' && this.#isNew) {
      this.#isNew = false;
      for (const earlier of this.#onDeck.values()) this.#post(earlier);
    }
    this.#post(command);
  }

  lost(): void {
    this.#isNew = true;
    this.emit({ type: 'left' });
    this.emit({ type: 'down' });
  }
}
