/** Opens tracks and puts them on: the one that plays, and the next one ahead of its turn, so that no gap is heard. */
import type { Track } from '../../domain/track.ts';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from './clock.ts';
import type { PacketSource } from './ogg-opus.ts';
import type { QueueItem } from './queue.ts';

export interface DeckOptions {
  /** Rejects with an AppError that says what is wrong with the track. */
  open(track: Track): Promise<PacketSource>;
  /** Plays this source from now on, or none; it is closed by the deck, later. */
  use(source: PacketSource | undefined): void;
  broken(itemId: number, problem: AppError): void;
  readonly clock: Clock;
  /** A track that takes longer to open is broken. */
  readonly limitMs: number;
  readonly logger: Logger;
}

export class Deck {
  readonly #options: DeckOptions;
  #loadedId: number | undefined;
  #source: PacketSource | undefined;
  #next: { readonly id: number; source?: PacketSource } | undefined;

  constructor(options: DeckOptions) {
    this.#options = options;
  }

  get loadedId(): number | undefined {
    return this.#loadedId;
  }

  /** At once when the item was prepared, else as soon as it is open. */
  load(item: QueueItem): void {
    this.#loadedId = item.id;
    const { id, source: ready } = this.#next ?? {};
    if (id === item.id && ready !== undefined) {
      this.#next = undefined;
      this.#use(ready);
      return;
    }
    this.#use(undefined);
    this.#open(item).then(
      (source) => (this.#loadedId === item.id ? this.#use(source) : this.#close(source)),
      (problem: AppError) => this.#options.broken(item.id, problem),
    );
  }

  unload(): void {
    this.#loadedId = undefined;
    this.#use(undefined);
  }

  /** Opens what comes next, or nothing; what is wrong with it is told when its turn comes. */
  prepare(item: QueueItem | undefined): void {
    if (item?.id === this.#next?.id) return;
    if (this.#next?.source !== undefined) this.#close(this.#next.source);
    this.#next = undefined;
    if (item === undefined) return;
    const next: { id: number; source?: PacketSource } = { id: item.id };
    this.#next = next;
    this.#open(item).then(
      (source) => {
        if (this.#next === next) next.source = source;
        else this.#close(source);
      },
      () => undefined,
    );
  }

  #use(source: PacketSource | undefined): void {
    const old = this.#source;
    this.#source = source;
    this.#options.use(source);
    if (old !== undefined) this.#close(old);
  }

  /** Rejects with an AppError, in bounded time. */
  #open({ track }: QueueItem): Promise<PacketSource> {
    const { clock, limitMs, open } = this.#options;
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.after(limitMs, () => {
        isLate = true;
        reject(new AppError('track.stalled', { limitMs }));
      });
      open(track).then(
        (source) => {
          cancel();
          if (isLate) this.#close(source);
          else resolve(source);
        },
        (cause: unknown) => {
          cancel();
          reject(cause instanceof AppError ? cause : new AppError('track.unreadable', {}, { cause }));
        },
      );
    });
  }

  #close(source: PacketSource): void {
    source.close().catch((error: unknown) => this.#options.logger.warn('a track did not close', { error }));
  }
}
