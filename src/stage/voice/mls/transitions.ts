/** Transitions between epochs: each waits until all are ready, or for a while, and is then executed (ops 22 and 23). */

export interface Transitions {
  /** @returns the new transition's id, 1 to 65535 */
  begin(userIds: readonly string[]): number;
  ready(userId: string, id: number): void;
  /** Nobody waits for this user any more. */
  forget(userId: string): void;
  close(): void;
}

/**
 * @param patienceMs after which the late are not waited for
 * @param execute called once a transition, with those it was begun for
 */
export function createTransitions(
  patienceMs: number,
  execute: (id: number, userIds: readonly string[]) => void,
): Transitions {
  const open = new Map<number, { waiting: Set<string>; timer: NodeJS.Timeout; finish(): void }>();
  let lastId = 0;

  function ready(userId: string, id: number): void {
    const transition = open.get(id);
    if (transition?.waiting.delete(userId) && transition.waiting.size === 0) transition.finish();
  }

  return {
    begin(userIds) {
      lastId = (lastId % 0xffff) + 1;
      const id = lastId;
      const finish = () => {
        clearTimeout(timer);
        if (open.delete(id)) execute(id, userIds);
      };
      const timer = setTimeout(finish, patienceMs);
      open.set(id, { waiting: new Set(userIds), timer, finish });
      return id;
    },
    ready,
    forget(userId) {
      for (const id of [...open.keys()]) ready(userId, id);
    },
    close() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
