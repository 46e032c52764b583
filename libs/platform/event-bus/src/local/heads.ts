import type { BusLogger } from '../bus-logger.js';
import type { Head, LocalLog } from './local-log.js';
import { placeKey, type Place } from './log-record.js';

const pollMs = 200;

/** What this process knows of each partition's end: from its own publishes at once, from others' by looking. */
export class Heads {
  private readonly known = new Map<string, bigint>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: LocalLog,
    private readonly logger: BusLogger,
  ) {}

  /** The offset that the partition gives next, as far as known. */
  next(place: Place): bigint {
    return this.known.get(placeKey(place)) ?? 0n;
  }

  raise(heads: readonly Head[]): void {
    for (const head of heads) {
      const key = placeKey(head);
      if (head.next <= (this.known.get(key) ?? 0n)) continue;
      this.known.set(key, head.next);
      for (const listener of this.listeners.get(key) ?? []) listener();
    }
  }

  /** Calls back whenever the partition grows; looks for growth as long as anyone listens. Answers the unsubscribe. */
  listen(place: Place, listener: () => void): () => void {
    const key = placeKey(place);
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners.add(listener));
    this.timer ??= setTimeout(() => void this.poll(), 0);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(key);
    };
  }

  close(): void {
    this.listeners.clear();
    clearTimeout(this.timer);
  }

  private async poll(): Promise<void> {
    try {
      this.raise(await this.log.heads());
    } catch (error) {
      this.logger.debug({ error: String(error) }, 'the heads of the log could not be read');
    }
    this.timer = this.listeners.size === 0 ? undefined : setTimeout(() => void this.poll(), pollMs);
  }
}
