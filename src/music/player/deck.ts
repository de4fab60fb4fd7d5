/** Opens tracks and puts them on: the one that plays, and the next one ahead of its turn, so that no gap is heard. */
import { AppError, messageOf } from '../../errors.ts';
import type { Clock } from './clock.ts';
import type { PacketSource } from './ogg-opus.ts';

export interface DeckOptions {
  /** Rejects with an AppError that says what is wrong with the track. */
  open(file: string): Promise<PacketSource>;
  /** Plays this source from now on, or none; it is closed by the deck, later. */
  use(source: PacketSource | undefined): void;
  broken(id: number, problem: AppError): void;
  /** Something for the log. */
  problem(problem: string): void;
  readonly clock: Clock;
  /** A track that takes longer to open is broken. */
  readonly limitMs: number;
}

/** A queue item and its file. */
interface Disc {
  readonly id: number;
  readonly file: string;
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

  /** At once when the disc was prepared, else as soon as it is open; nothing when it plays already. */
  load(disc: Disc): void {
    if (this.#loadedId === disc.id) return;
    if (this.#next?.id === disc.id && this.next()) return;
    this.#loadedId = disc.id;
    this.#use(undefined);
    this.#open(disc).then(
      (source) => (this.#loadedId === disc.id ? this.#use(source) : this.#close(source)),
      (problem: AppError) => this.#options.broken(disc.id, problem),
    );
  }

  /** Goes on with what was prepared. @returns false when that is not open yet */
  next(): boolean {
    const { id, source } = this.#next ?? {};
    if (source === undefined) return false;
    this.#next = undefined;
    this.#loadedId = id;
    this.#use(source);
    return true;
  }

  unload(): void {
    this.#loadedId = undefined;
    this.#use(undefined);
  }

  close(): void {
    this.unload();
    this.prepare(undefined);
  }

  /** Opens what comes next, or nothing; what is wrong with it is told when its turn comes. */
  prepare(disc: Disc | undefined): void {
    if (disc?.id === this.#next?.id) return;
    if (this.#next?.source !== undefined) this.#close(this.#next.source);
    this.#next = undefined;
    if (disc === undefined) return;
    const next: { id: number; source?: PacketSource } = { id: disc.id };
    this.#next = next;
    this.#open(disc).then(
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
  #open({ file }: Disc): Promise<PacketSource> {
    const { clock, limitMs, open } = this.#options;
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.after(limitMs, () => {
        isLate = true;
        reject(new AppError('track.stalled', { limitMs }));
      });
      open(file).then(
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
    source
      .close()
      .catch((error: unknown) => this.#options.problem(`a track did not close: ${messageOf(error)}`));
  }
}
