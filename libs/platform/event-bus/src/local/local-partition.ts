import type { BusLogger } from '../bus-logger.js';
import { deadLettered } from '../dead-letter-facts.js';
import { letterHeaders } from '../dead-letters.js';
import { deliverBatch, type UndeliverableFact, type Outcome, type Receiver } from '../delivery/deliver-batch.js';
import type { RetryPolicy } from '../delivery/retry-policy.js';
import { freshState, type DeliveryState } from '../delivery/verdict.js';
import type { SubscribeOptions } from '../event-bus.js';
import { deadLetterTopic } from '../topics.js';
import type { Heads } from './heads.js';
import type { LocalLog } from './local-log.js';
import { entryIn, factIn, type FactRow, type LogRecord, type Place } from './log-record.js';
import type { OffsetCommits } from './offset-commits.js';

/** One subscription as a member of its group. */
export interface LocalMember extends Required<SubscribeOptions> {
  /** The deliveries under way. */
  readonly running: Set<Promise<unknown>>;
}

export interface LocalPartitionOptions {
  readonly group: string;
  readonly place: Place;
  readonly log: LocalLog;
  readonly heads: Heads;
  readonly commits: OffsetCommits;
  readonly retry: RetryPolicy;
  readonly logger: BusLogger;
  /** Who has the partition now; undefined: nobody, and it ends. */
  readonly owner: () => LocalMember | undefined;
}

const troubleMs = 500;

/** Hands one partition over to whichever member of the group has it: one delivery at a time, so a rebalance falls between two. */
export class LocalPartition {
  private position: bigint | undefined;
  private state: DeliveryState | undefined;
  private wake = (): void => undefined;

  constructor(private readonly options: LocalPartitionOptions) {}

  /** Runs until nobody has the partition. */
  async run(): Promise<void> {
    const { heads, place, owner, logger, group } = this.options;
    const unlisten = heads.listen(place, () => this.wake());
    for (let member = owner(); member; member = owner()) {
      try {
        await this.step(member);
      } catch (error) {
        logger.warn({ ...place, group, error: String(error) }, 'a partition could not be read');
        await this.sleep(troubleMs, member);
      }
    }
    unlisten();
  }

  /** The members changed: look anew who has the partition. */
  reconsider(): void {
    this.wake();
  }

  private async step(member: LocalMember): Promise<void> {
    const { heads, place, log } = this.options;
    this.position ??= await this.committed();
    const end = heads.next(place);
    if (end <= this.position) return this.untilWoken();
    const rows = await log.read(place, this.position, member.maxBatch);
    if (rows.length === 0) {
      // All that lay before that end is past its retention. What came while it was read lies behind it.
      this.position = end;
      return;
    }
    // A member may have left while the rows were read.
    if (this.options.owner() !== member) return;
    await this.deliver(member, rows);
  }

  private async committed(): Promise<bigint> {
    const { log, commits, group, place } = this.options;
    await commits.flush();
    return log.committed(group, place);
  }

  private async deliver(member: LocalMember, rows: readonly FactRow[]): Promise<void> {
    const work = this.deliverOnce(member, rows);
    member.running.add(work);
    const { waitMs } = await work.finally(() => member.running.delete(work));
    if (waitMs > 0) await this.sleep(waitMs, member);
  }

  private async deliverOnce(member: LocalMember, rows: readonly FactRow[]): Promise<Outcome> {
    const entries = rows.map((row) => entryIn(row, member.group));
    const state = this.state ?? freshState(member.maxBatch);
    const outcome = await deliverBatch(
      entries,
      { ...state, limit: Math.min(state.limit, member.maxBatch) },
      this.receiver(member, rows),
    );
    this.state = outcome.state;
    const last = rows[outcome.settled - 1];
    if (last) this.settle(last.offset + 1n);
    return outcome;
  }

  private settle(next: bigint): void {
    this.position = next;
    this.options.commits.settle(this.options.place, next);
  }

  private receiver(member: LocalMember, rows: readonly FactRow[]): Receiver {
    const { group, place, retry, logger } = this.options;
    const { topic, partition } = place;
    return {
      group,
      topic,
      partition,
      retry,
      logger,
      maxBatch: member.maxBatch,
      check: member.check,
      handle: member.handle,
      deadLetter: (undeliverable) => this.deadLetter(rows, undeliverable),
    };
  }

  private async deadLetter(rows: readonly FactRow[], undeliverable: readonly UndeliverableFact[]): Promise<void> {
    const { log, heads } = this.options;
    const byOffset = new Map(rows.map((row) => [row.offset, row]));
    heads.raise(await log.append(undeliverable.flatMap((entry) => this.letter(entry, byOffset.get(entry.offset)))));
  }

  /** The dead letter, and the fact that tells of it: both in one append. */
  private letter(entry: UndeliverableFact, row: FactRow | undefined): readonly LogRecord[] {
    const { group, place } = this.options;
    if (!row) throw new RangeError(`offset ${entry.offset} is not among the rows`);
    const letter = { ...entry, ...place, group, time: new Date() };
    const fact = factIn(row, place.topic);
    return [
      { topic: deadLetterTopic(place.topic), fact, extra: { ...row.extra, ...letterHeaders(letter) } },
      ...deadLettered({ letter, fact }).map((told) => ({ topic: told.topic, fact: told, extra: null })),
    ];
  }

  private untilWoken(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  /** Waits; ends early only when the partition has another owner. */
  private async sleep(milliseconds: number, member: LocalMember): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), milliseconds)));
    while (this.options.owner() === member && !(await Promise.race([over, this.untilWoken().then(() => false)])));
    clearTimeout(timer);
  }
}
