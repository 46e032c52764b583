import { pingPostgres, type Sql } from '@ao/postgres';
import { requireAcceptable, requireTopics } from '../accepted-facts.js';
import { silentLogger, type BusLogger } from '../bus-logger.js';
import type { DeadLetter, DeadLetters, RedriveOptions } from '../dead-letters.js';
import { defaultRetry, type RetryPolicy } from '../delivery/retry-policy.js';
import type { EventBus, Fact, SubscribeOptions, Subscription } from '../event-bus.js';
import { sendQueue } from '../send-queue.js';
import { Heads } from './heads.js';
import { localDeadLetters } from './local-dead-letters.js';
import { LocalGroup } from './local-group.js';
import { LocalLog } from './local-log.js';
import type { LogRecord } from './log-record.js';
import { ensureLogSchema } from './log-schema.js';
import { OffsetCommits } from './offset-commits.js';
import { deleteExpired } from './retention.js';

export interface LocalBusOptions {
  readonly sql: Sql;
  /** Where the log's tables lie; made where they are missing. Default "bus". */
  readonly schema?: string;
  readonly logger?: BusLogger;
  readonly retry?: Partial<RetryPolicy>;
}

const defaults = { maxBatch: 500, check: () => undefined };
const mostRecords = 2000;
const cleaningMs = 10 * 60 * 1000;

/** The event bus over a log in Postgres, of Kafka's shape, for the platform in one process. */
class LocalBus implements EventBus, DeadLetters {
  private readonly logger: BusLogger;
  private readonly log: LocalLog;
  private readonly heads: Heads;
  private readonly letters: DeadLetters;
  private readonly groups = new Map<string, LocalGroup>();
  private readonly subscriptions = new Set<Subscription>();
  private readonly send = sendQueue((records: readonly LogRecord[]) => this.append(records), mostRecords);
  private readonly cleaning: NodeJS.Timeout;
  private schemaMade: Promise<void> | undefined;

  constructor(private readonly options: LocalBusOptions) {
    this.logger = options.logger ?? silentLogger;
    this.log = new LocalLog(options.sql, this.schema);
    this.heads = new Heads(this.log, this.logger);
    this.letters = localDeadLetters(this.log, this.heads);
    this.cleaning = setInterval(() => void this.clean(), cleaningMs).unref();
  }

  ensureTopics(): Promise<void> {
    this.schemaMade ??= ensureLogSchema(this.options.sql, this.schema).catch((error: unknown) => {
      this.schemaMade = undefined;
      throw error;
    });
    return this.schemaMade;
  }

  async publish(facts: readonly Fact[]): Promise<void> {
    requireAcceptable(facts);
    if (facts.length > 0) await this.send(facts.map((fact) => ({ topic: fact.topic, fact, extra: null })));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    requireTopics(options.topics);
    await this.ensureTopics();
    const group = this.group(options.group);
    const member = group.join({ ...defaults, ...options });
    const subscription: Subscription = {
      lag: () => this.log.lag(options.group, options.topics),
      close: async () => {
        this.subscriptions.delete(subscription);
        await group.leave(member);
      },
    };
    this.subscriptions.add(subscription);
    return subscription;
  }

  ping(): Promise<void> {
    return pingPostgres(this.options.sql, 1900);
  }

  async deadLetters(options: RedriveOptions): Promise<readonly DeadLetter[]> {
    requireTopics([options.topic]);
    await this.ensureTopics();
    return this.letters.deadLetters(options);
  }

  async redrive(options: RedriveOptions): Promise<number> {
    requireTopics([options.topic]);
    await this.ensureTopics();
    return this.letters.redrive(options);
  }

  async close(): Promise<void> {
    clearInterval(this.cleaning);
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    this.heads.close();
  }

  private get schema(): string {
    return this.options.schema ?? 'bus';
  }

  private group(name: string): LocalGroup {
    const { log, heads, logger } = this;
    const retry = { ...defaultRetry, ...this.options.retry };
    const group =
      this.groups.get(name) ??
      new LocalGroup({ group: name, log, heads, logger, retry, commits: new OffsetCommits(log, name, logger) });
    this.groups.set(name, group);
    return group;
  }

  private async append(records: readonly LogRecord[]): Promise<void> {
    await this.ensureTopics();
    this.heads.raise(await this.log.append(records));
  }

  private async clean(): Promise<void> {
    try {
      await deleteExpired(this.log, new Date());
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'expired facts could not be deleted');
    }
  }
}

/** The event bus over a log in Postgres. One process at a time shares out the partitions of a group; any number may publish. */
export const localBus = (options: LocalBusOptions): EventBus & DeadLetters => new LocalBus(options);
