import { LRUCache } from 'lru-cache';
import type { Session } from '@ao/specialists';

/** Open sessions by what they answer with; the ones used last stay open. A session that fails to open is not kept. */
export class Sessions {
  private readonly open = new LRUCache<string, Promise<Session>>({
    max: 16,
    dispose: (session) =>
      void session.then(
        (each) => each.close(),
        () => undefined,
      ),
  });

  get(key: string, make: () => Promise<Session>): Promise<Session> {
    const known = this.open.get(key);
    if (known) return known;
    const made = make();
    this.open.set(key, made);
    made.catch(() => this.open.delete(key));
    return made;
  }

  /** Closes them all. */
  close(): void {
    this.open.clear();
  }
}
