import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { DomainError } from '@ao/kernel';
import { gauge, type Logger } from '@ao/observability';
import { v7 as uuid } from 'uuid';
import { wakeSignal } from '@ao/wake-loop';
import type { Database } from '../database.js';
import type { LeasePort } from '../lease/lease-port.js';
import type { AgentRuntime } from '../runtime/agent-runtime.js';
import { eventLoopTurns } from '../runtime/event-loop-turn.js';
import type { HarnessSettings } from '../evaluation-harness.settings.js';
import { claimSlices, type Claim, type Claimant } from '../slice/slice.store.js';
import { endTrial } from '../trial/end-trial.js';
import { dropAbandonedSlices, loadTrial, trialsToEnd, type TrialPlan } from '../trial/trial.store.js';
import { FailingAgents } from './failing-agents.js';
import { beat, keepBeating } from './heartbeat.js';
import type { HeldSlice } from './held-slice.js';
import { pairsOf, type InterleavedPair } from './interleaved-pair.js';
import { claimedSlices } from './claimed-slices.js';
import { workSlice, type SliceWorker } from './work-slice.js';

/** What a worker loop works with. */
export interface WorkerLoopOptions {
  readonly database: Database;
  readonly lease: LeasePort;
  readonly runtime: AgentRuntime;
  readonly settings: HarnessSettings;
  readonly logger: Logger;
}

/** Milliseconds of computing after which the event loop gets a turn. */
const turnMs = 5;
const sweepMs = 1_000;
const afterTroubleMs = 1_000;
const knownTrials = 100;

const running = gauge('ao_harness_episodes_in_flight', 'Episodes that run in this process');

/**
 * Keeps the process busy: claims slices while episodes are short, works them, beats for them, ends the trials whose last slice
 * somebody else left. All that it knows is in the database; a worker loop that dies is replaced by any other.
 */
export class WorkerLoop {
  private readonly claimant: Claimant;
  private readonly claimed = claimedSlices();
  private readonly signal = wakeSignal();
  private readonly plans = new LRUCache<string, TrialPlan>({ max: knownTrials });
  private readonly working = new Set<Promise<void>>();
  private readonly worker: SliceWorker;
  private readonly target: number;
  private readonly stopped = new AbortController();
  private loops: Promise<unknown> = Promise.resolve();
  private lastSweep = 0;

  constructor(private readonly options: WorkerLoopOptions) {
    const { settings, logger } = options;
    const width = settings.workers * settings.episodeConcurrency;
    // As much again as can run at once is claimed ahead: episodes that all take the same time end all at once, and nobody shall wait for claims then.
    this.target = 2 * width;
    this.claimant = { owner: uuid(), claimMs: settings.claimMs };
    const inFlight = pLimit(width);
    const onEpisode = (claim: Claim): void => {
      this.claimed.episodeRan(claim);
      running.set(inFlight.activeCount);
      if (this.room() > 0) this.signal.wake();
    };
    this.worker = {
      logger,
      planOf: (trialId) => this.planOf(trialId),
      tools: {
        ...options,
        inFlight,
        eventLoopTurn: eventLoopTurns(turnMs),
        failing: new FailingAgents(settings.failure),
        onEpisode,
      },
    };
  }

  /** Begins to work. */
  start(): void {
    const { database, settings, logger } = this.options;
    const beats = keepBeating(settings.heartbeatMs, this.stopped.signal, logger, () =>
      beat(database.sql, this.claimed, this.claimant),
    );
    this.loops = Promise.all([this.run(), beats]);
  }

  /** There may be something to do. */
  wake(): void {
    this.lastSweep = 0;
    this.signal.wake();
  }

  /** A job is paused: its slices stop at the next end of an episode. */
  pauseJob(jobId: string): void {
    this.openSlicesOf(jobId).forEach((held) => held.stop());
  }

  /** A job has ended: what runs of it is recorded and paid, nothing more begins. */
  endJob(jobId: string): void {
    this.pauseJob(jobId);
    this.wake();
  }

  /** Stops intake, lets running episodes finish for a while, records what they gave, hands every claim back. */
  async stop(): Promise<void> {
    if (this.stopped.signal.aborted) return;
    const grace = pause(this.options.settings.graceMs, undefined, { ref: false });
    this.stopped.abort();
    this.signal.wake();
    await this.loops;
    this.claimed.all().forEach((held) => held.stop());
    await Promise.race([this.idle(), grace]);
    this.claimed.all().forEach((held) => held.abandon());
    await this.idle();
  }

  private openSlicesOf(jobId: string): readonly HeldSlice[] {
    return this.claimed.all().filter(({ claim }) => claim.jobId === jobId && claim.stage === 'open');
  }

  private async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working);
  }

  private room(): number {
    return this.target - this.claimed.episodes();
  }

  private async planOf(trialId: string): Promise<TrialPlan> {
    const known = this.plans.get(trialId) ?? (await loadTrial(this.options.database.sql, trialId));
    if (known === undefined)
      throw new DomainError('internal', `a slice belongs to trial ${trialId}, which does not exist`);
    this.plans.set(trialId, known);
    return known;
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      try {
        const claimed = await this.claim();
        if (claimed === 0) await this.sweep();
        if (claimed <= 0) await this.signal.sleep(this.options.settings.pollMs);
      } catch (error) {
        this.options.logger.warn({ err: error }, 'slices could not be claimed; trying again');
        await this.signal.sleep(afterTroubleMs);
      }
    }
  }

  /** Claims what there is room for; answers how many slices, -1 where there was no room. */
  private async claim(): Promise<number> {
    const { database, settings } = this.options;
    const room = this.room();
    if (room <= 0) return -1;
    const claims = await claimSlices(database.sql, this.claimant, Math.ceil(room / settings.sliceSize));
    const pairs = pairsOf(claims);
    claims.forEach((claim) => this.work(claim, pairs.get(claim.sliceId)));
    return claims.length;
  }

  private work(claim: Claim, pair: InterleavedPair | undefined): void {
    const held = this.claimed.take(claim, pair);
    const done = workSlice(this.worker, held).finally(() => {
      this.claimed.drop(claim);
      this.working.delete(done);
      this.signal.wake();
    });
    this.working.add(done);
  }

  /** Ends the trials whose last slice was settled by a process that died before it could end them. */
  private async sweep(): Promise<void> {
    const now = performance.now();
    if (this.lastSweep > 0 && now - this.lastSweep < sweepMs) return;
    this.lastSweep = now;
    const { database } = this.options;
    await dropAbandonedSlices(database.sql);
    for (const trialId of await trialsToEnd(database.sql))
      await endTrial(database, trialId, this.worker.tools.eventLoopTurn);
  }
}
