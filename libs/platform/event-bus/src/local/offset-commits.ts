import type { BusLogger } from '../bus-logger.js';
import type { LocalLog } from './local-log.js';
import { placeKey, type Place } from './log-record.js';

/** Commits the offsets of one group behind its back: what piles up while one commit runs goes into the next. */
export class OffsetCommits {
  private readonly dirty = new Map<string, Place & { readonly next: bigint }>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly log: LocalLog,
    private readonly group: string,
    private readonly logger: BusLogger,
  ) {}

  /** The group is done with everything before `next`. */
  settle(place: Place, next: bigint): void {
    this.dirty.set(placeKey(place), { topic: place.topic, partition: place.partition, next });
    void this.flush();
  }

  /** Resolves when all that was settled is committed, or could not be: then it is delivered again some day. */
  async flush(): Promise<void> {
    while (this.running ?? this.dirty.size > 0) {
      this.running ??= this.commitAll();
      await this.running;
    }
  }

  private async commitAll(): Promise<void> {
    const offsets = [...this.dirty.values()].map((offset) => ({ ...offset, group: this.group }));
    this.dirty.clear();
    try {
      await this.log.commit(offsets);
    } catch (error) {
      this.logger.debug({ group: this.group, error: String(error) }, 'offsets were not committed');
    } finally {
      this.running = undefined;
    }
  }
}
