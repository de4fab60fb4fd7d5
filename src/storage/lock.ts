/** Runs tasks that share a key one after another, in the order they were asked for; other keys do not wait. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Waits until every earlier task of any of these keys is over, then runs. All keys are taken at once, so two callers
   * cannot wait for each other. A task that throws frees its keys.
   */
  run<R>(keys: readonly string[], task: () => Promise<R>): Promise<R> {
    const earlier = new Set<Promise<void>>();
    for (const key of keys) {
      const tail = this.#tails.get(key);
      if (tail !== undefined) earlier.add(tail);
    }
    const result = Promise.all(earlier).then(task);
    const tail: Promise<void> = result.then(
      () => this.#free(keys, tail),
      () => this.#free(keys, tail),
    );
    for (const key of keys) this.#tails.set(key, tail);
    return result;
  }

  /** Resolves when everything asked for so far is over. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }

  #free(keys: readonly string[], tail: Promise<void>): void {
    for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}
