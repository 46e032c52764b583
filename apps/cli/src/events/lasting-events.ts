import { setTimeout as delay } from 'node:timers/promises';
import { eventStream, type StreamedItem } from '../connection/event-stream.js';
import type { Query } from '../connection/gateway.js';
import { exitCodes } from '../exit-codes.js';
import { Failure, isFailure } from '../failure.js';
import type { Session } from '../session.js';

/** Which events. */
export interface EventsQuery extends Query {
  readonly from_start: boolean | undefined;
  readonly snapshot: boolean | undefined;
}

/** The platform's word at the end of a snapshot: one that breaks off has none. */
const whole = 'that was all';
const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** A platform that was never reached is looked for this often, when it says itself that it is busy. */
const firstAttempts = 8;

/** What passes: the platform is started again, has too much to do, or cannot be reached for a while. */
const passes = (error: unknown): error is Failure => {
  if (!isFailure(error)) return false;
  const { exitCode, problem } = error;
  return exitCode === exitCodes.unreachable || exitCode === exitCodes.timeout || problem.status === 429;
};

const isBusy = ({ problem }: Failure): boolean => problem.status === 429 || problem.status === 503;

const reasonOf = ({ problem }: Failure): string => problem.detail ?? problem.title;

/** Where a follower of the feed is, and how its connections went. */
class Follower {
  private place: string | undefined;
  private attempts = 0;
  private isAway = false;
  private isConnected = false;
  private isWhole = false;

  constructor(
    private readonly session: Session,
    private readonly query: EventsQuery,
  ) {}

  /** One connection: what it sends from the place on that was reached. True when a snapshot is complete. */
  async *connection(signal: AbortSignal): AsyncGenerator<string, boolean> {
    for await (const item of eventStream(this.session.gateway, '/events', this.from(), signal)) {
      this.connected();
      if (item.kind === 'event') yield item.data;
      // After the event was taken: one that was not comes again.
      this.note(item);
    }
    return this.query.snapshot === true && this.isWhole;
  }

  private from(): Query {
    const { place, query } = this;
    return place === undefined ? query : { ...query, from_start: undefined, last_event_id: place };
  }

  private note(item: StreamedItem): void {
    if (item.kind === 'comment') this.isWhole ||= item.text === whole;
    else this.place = item.id ?? this.place;
  }

  /** Waits before the next connection; throws what does not pass. */
  async away(error: unknown, signal: AbortSignal): Promise<void> {
    const may = passes(error) && (this.isConnected || (isBusy(error) && this.attempts < firstAttempts));
    if (!may) throw error;
    if (!this.isAway)
      this.tell(`the platform is away (${reasonOf(error)}): looking for it again; nothing is lost meanwhile`);
    this.isAway = true;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.attempts++);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }

  private connected(): void {
    if (this.isAway) this.tell('the platform is back: going on where it broke off');
    this.isAway = false;
    this.isConnected = true;
    this.attempts = 0;
  }

  private tell(text: string): void {
    const { terminal, json } = this.session;
    terminal.err.write(`${json ? JSON.stringify({ event: 'connection', message: text }) : text}\n`);
  }
}

const brokenOff = (): Failure => new Failure(exitCodes.unreachable, { title: 'the stream ended', code: 'unavailable' });

/**
 * The data of each event, over restarts of the platform: after a break it goes on from its place, so none is missed and none comes twice. Ends
 * with the snapshot or with `signal`. Throws Failure for what does not pass, such as a place that the feed no longer keeps.
 */
export async function* lastingEvents(
  session: Session,
  query: EventsQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const follower = new Follower(session, query);
  while (!signal.aborted) {
    try {
      if (yield* follower.connection(signal)) return;
      if (!signal.aborted) await follower.away(brokenOff(), signal);
    } catch (error) {
      if (signal.aborted) return;
      await follower.away(error, signal);
    }
  }
}
