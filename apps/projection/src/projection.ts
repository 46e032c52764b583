import { topics, type Subscription } from '@ao/event-bus';
import { effectOnce } from '@ao/event-store';
import { identifier } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import { counter, gauge } from '@ao/observability';
import { complaintAboutFact, type ServiceRuntime } from '@ao/service';
import { feedTail, type FeedTail } from './feed/feed-tail.js';
import { feedReader, type FeedReader } from './feed/read-feed.js';
import { defaultRetention, trimFeed, type FeedRetention } from './feed/trim-feed.js';
import { rebuildView } from './rebuild/rebuild-view.js';
import { liveEffect } from './store/live-effect.js';
import { viewTable } from './store/view-table.js';
import { viewsToBuild } from './rebuild/views-to-build.js';
import type { AnyView } from './view/view.js';
import { views } from './views.js';

/** What of a projection can be set. */
export interface ProjectionSettings {
  readonly retention?: FeedRetention;
  /** Facts that one transaction takes at most. */
  readonly maxBatch?: number;
}

/** The consumer group that keeps the views up to date. */
export const projectionGroup = 'projection';

const trimEveryMs = 5 * 60 * 1000;
const lagEveryMs = 5_000;

const lagging = gauge('ao_projection_lag_facts', 'Facts that wait to be projected');
const projected = counter('ao_projection_facts_total', 'Facts handed over to be projected', ['topic']);

/** The views and the feed: follows the bus, serves readers, builds views again. */
export class Projection {
  readonly reader: FeedReader;
  readonly tail: FeedTail;
  private readonly stopped = new AbortController();
  private subscription: Subscription | undefined;
  private timers: readonly NodeJS.Timeout[] = [];

  constructor(
    readonly runtime: ServiceRuntime,
    readonly schema: string,
    private readonly settings: ProjectionSettings = {},
  ) {
    this.reader = feedReader(runtime.sql, this.schema);
    this.tail = feedTail(this.reader, runtime.logger);
  }

  /** Makes the views' tables, builds what is out of date, and follows the bus. */
  async start(): Promise<void> {
    const { sql } = this.runtime;
    const outdated = await viewsToBuild(sql, { schema: this.schema, group: projectionGroup, views });
    for (const view of views) await this.createTable(view);
    for (const view of outdated) await this.rebuild(view);
    this.subscription = await this.follow();
    this.timers = [
      setInterval(() => void this.trim(), trimEveryMs).unref(),
      setInterval(() => void this.measure(), lagEveryMs).unref(),
    ];
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.timers.forEach(clearInterval);
    await this.subscription?.close();
    await this.tail.close();
  }

  /** Aborted when the projection stops: readers of the feed end. */
  get stopping(): AbortSignal {
    return this.stopped.signal;
  }

  /** Facts that wait to be projected. */
  async lag(): Promise<bigint> {
    return (await this.subscription?.lag()) ?? 0n;
  }

  /** The view of that name. Throws DomainError `not_found`. */
  view(name: string): AnyView {
    const view = views.find((each) => each.name === name);
    if (view === undefined)
      throw new DomainError(
        'not_found',
        `there is no view ${name.slice(0, 100)}; the views are ${views.map((each) => each.name).join(', ')}`,
      );
    return view;
  }

  /** Builds a view again from the log; answers its rows. */
  async rebuild(view: AnyView): Promise<number> {
    const { sql, bus, logger } = this.runtime;
    const rows = await rebuildView({ sql, bus, schema: this.schema, group: projectionGroup, view });
    logger.info({ view: view.name, rows }, 'a view was built again');
    return rows;
  }

  private async createTable(view: AnyView): Promise<void> {
    const { sql } = this.runtime;
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${`create ${this.schema}`}, 0))`;
      await viewTable(this.schema, view).create(tx);
      await tx.unsafe(
        `insert into ${identifier(this.schema)}.views (name, revision) values ($1, $2) on conflict do nothing`,
        [view.name, view.revision],
      );
    });
  }

  private follow(): Promise<Subscription> {
    const { sql, bus } = this.runtime;
    const effectOf = liveEffect(this.schema, views);
    return bus.subscribe({
      group: projectionGroup,
      topics: Object.values(topics).map(({ name }) => name),
      maxBatch: this.settings.maxBatch ?? 5000,
      check: complaintAboutFact,
      handle: async (batch) => {
        await effectOnce({ sql, schema: this.schema, group: projectionGroup, batch, ...effectOf(batch.facts) });
        projected.inc({ topic: batch.topic }, batch.facts.length);
        this.tail.wake();
      },
    });
  }

  private async measure(): Promise<void> {
    try {
      lagging.set(Number(await this.lag()));
    } catch (error) {
      this.runtime.logger.debug({ err: error }, 'the lag could not be read');
    }
  }

  private async trim(): Promise<void> {
    try {
      await trimFeed(this.runtime.sql, this.schema, this.settings.retention ?? defaultRetention);
    } catch (error) {
      this.runtime.logger.warn({ err: error }, 'the feed could not be trimmed');
    }
  }
}
