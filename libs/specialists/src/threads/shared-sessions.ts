import { LRUCache } from 'lru-cache';

/** What is opened, shared and closed. */
interface Closable {
  close(): void;
}

/** A session and who uses it. */
interface Shared<Session> {
  readonly opening: Promise<Session>;
  users: number;
  evicted: boolean;
}

const closeWhenUnused = <Session extends Closable>(shared: Shared<Session>): void => {
  if (shared.users === 0 && shared.evicted)
    shared.opening.then(
      (session) => session.close(),
      () => undefined,
    );
};

/** A session that was lent; release it once. */
export interface LentSession<Session> {
  readonly session: Session;
  release(): void;
}

/** Keeps the sessions used last open, shared by all who ask for the same key; closes one when it was evicted and nobody uses it. */
export const sharedSessions = <Session extends Closable>(
  max: number,
): { borrow(key: string, open: () => Promise<Session>): Promise<LentSession<Session>>; close(): void } => {
  const cache = new LRUCache<string, Shared<Session>>({
    max,
    dispose: (shared) => {
      shared.evicted = true;
      closeWhenUnused(shared);
    },
  });
  const sharedOf = (key: string, open: () => Promise<Session>): Shared<Session> => {
    const known = cache.get(key);
    if (known) return known;
    const made: Shared<Session> = { opening: open(), users: 0, evicted: false };
    cache.set(key, made);
    // A session that did not open is asked for again next time.
    made.opening.catch(() => cache.peek(key) === made && cache.delete(key));
    return made;
  };
  return {
    borrow: async (key, open) => {
      const shared = sharedOf(key, open);
      shared.users += 1;
      const release = (): void => {
        shared.users -= 1;
        closeWhenUnused(shared);
      };
      try {
        return { session: await shared.opening, release };
      } catch (error) {
        release();
        throw error;
      }
    },
    close: () => cache.clear(),
  };
};
