import {
  missingOrdinals,
  placeOf,
  reservationOf,
  runsPerItem,
  type EpisodeLimits,
  type SliceState,
  type Spend,
} from '@ao/domain-evaluation';
import { DomainError, isDomainError } from '@ao/kernel';
import { scorerOf } from '@ao/specialists';
import type { LimitFunction } from 'p-limit';
import type { Database } from '../database.js';
import type { LeasePort } from '../lease/lease-port.js';
import type { AgentRuntime, AgentSession } from '../runtime/agent-runtime.js';
import { runEpisode, type EpisodeRules, type RunnableEpisode } from '../runtime/run-episode.js';
import type { HarnessSettings } from '../evaluation-harness.settings.js';
import { itemsAt, type OrderedItem } from '../trial/item-order.store.js';
import { itemOrderOf } from '../trial/trial-spec.js';
import type { TrialPlan } from '../trial/trial.store.js';
import type { HeldSlice } from '../worker/held-slice.js';
import type { FailingAgents } from '../worker/failing-agents.js';
import type { Limit } from '../worker/interleaved-pair.js';
import { readRecorded, Recorder } from './recorder.js';
import type { Claim } from './slice.store.js';

/** What a worker works with. */
export interface SliceTools {
  readonly database: Database;
  readonly lease: LeasePort;
  readonly runtime: AgentRuntime;
  readonly settings: HarnessSettings;
  /** Bounds the episodes in flight over all slices of the process. */
  readonly inFlight: LimitFunction;
  /** Lets the event loop turn. */
  readonly eventLoopTurn: () => Promise<void> | undefined;
  /** Sees which agents fail all of their first episodes. */
  readonly failing: FailingAgents;
  /** Hears of each episode that ran. */
  readonly onEpisode: (claim: Claim) => void;
}

/** How a run ended without an error. */
export type SliceEnd =
  | { readonly kind: 'recorded'; readonly spent: Spend }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'agent_away'; readonly reason: string }
  /** The agent fails whatever it is asked: see `FailureRule`. */
  | { readonly kind: 'agent_failing'; readonly reason: string };

/** Why a run stopped before its end. */
type Stop = Extract<SliceEnd, { readonly reason: string }>;

const limitsOf = ({ spec }: TrialPlan): EpisodeLimits => ({
  maxTokens: spec.maxTokensPerEpisode,
  maxCostMicros: spec.maxCostMicrosPerEpisode,
});

/** What is reserved for a slice, at what the job has learned of an episode's price where it has: all of its episodes, whoever runs them, so that the same reservation is asked for again after a crash. */
export const sliceReservation = ({ count }: Claim, { spec }: TrialPlan): Spend =>
  reservationOf(count, {
    maxTokens: spec.reserveTokensPerEpisode || spec.maxTokensPerEpisode,
    maxCostMicros: spec.reserveCostMicrosPerEpisode || spec.maxCostMicrosPerEpisode,
  });

const contentOf = ({ contentId, spec }: TrialPlan): number => {
  if (contentId === null) throw new DomainError('not_found', `there is no task set ${spec.taskSet}`);
  return contentId;
};

const rulesOf = (
  { trialId, role, scorer, spec }: TrialPlan,
  limits: EpisodeLimits,
  settings: HarnessSettings,
): EpisodeRules => ({
  trialId,
  orderSeed: spec.orderSeed,
  role,
  ...(scorer === null ? {} : { scorer: scorerOf(scorer) }),
  limits,
  timeoutMs: spec.episodeTimeoutMs || settings.episodeTimeoutMs,
  retries: settings.episodeRetries,
  retryMs: settings.retryMs,
});

/** Where an episode waits for its turn: in its thread, or at the agent's own bound and then at the process's. */
const limitOf = (session: AgentSession, inFlight: LimitFunction): Limit => {
  if (session.limit) return (task) => session.limit?.(task) ?? task();
  return (task) => session.agentLimit?.(() => inFlight(task)) ?? inFlight(task);
};

/** Runs the episodes, as many at once as there is room for; answers why it stopped, where the agent is away or fails whatever it is asked. */
const runEpisodes = async (
  tools: SliceTools,
  held: HeldSlice,
  episodes: readonly RunnableEpisode[],
  run: { session: AgentSession; rules: EpisodeRules; recorder: Recorder; spec: TrialPlan['spec'] },
): Promise<Stop | undefined> => {
  const { inFlight, eventLoopTurn, failing, onEpisode } = tools;
  let stop: Stop | undefined;
  const stopFor = (reason: Stop): void => {
    held.stop();
    stop ??= reason;
  };
  const runNext = async (episode: RunnableEpisode): Promise<void> => {
    const pause = eventLoopTurn();
    if (pause !== undefined) await pause;
    if (held.isStopping()) return;
    const outcome = await runEpisode(session, episode, run.rules, held.abandoned);
    run.recorder.add(outcome);
    const reason = failing.note(run.spec, outcome);
    if (reason !== undefined) stopFor({ kind: 'agent_failing', reason });
  };
  const onError = (error: unknown): void => {
    held.stop();
    if (isDomainError(error, 'unavailable')) stopFor({ kind: 'agent_away', reason: error.message });
    else if (!held.abandoned.aborted) throw error;
  };
  const { session } = run;
  const limit = limitOf(session, inFlight);
  const { claim, pair } = held;
  const one = async (episode: RunnableEpisode): Promise<void> => {
    let failure: unknown;
    const task = (): Promise<void> =>
      runNext(episode)
        .catch(onError)
        .catch((error: unknown) => void (failure = error))
        .finally(() => onEpisode(claim));
    await (pair ? pair.run(claim.sliceId, episode.ordinal, { task, limit }) : limit(task));
    if (failure !== undefined) throw failure as Error;
  };
  pair?.join(
    claim.sliceId,
    episodes.map(({ ordinal }) => ordinal),
  );
  const results = await Promise.allSettled(episodes.map(one));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return stop;
};

/** The items that the episodes of a slice run on. */
const itemsOf = (
  { sql }: Database,
  { ordinalFrom, count }: Claim,
  plan: TrialPlan,
): Promise<readonly OrderedItem[]> => {
  const { spec } = plan;
  const [first, last] = [ordinalFrom, ordinalFrom + count - 1].map(
    (ordinal) => placeOf(ordinal, runsPerItem(spec)).item,
  ) as [number, number];
  return itemsAt(sql, itemOrderOf(contentOf(plan), spec), first, last - first + 1);
};

/** The episodes of a slice that are not in the log. */
const missingEpisodes = (
  claim: Claim,
  recorded: SliceState,
  items: readonly OrderedItem[],
  spec: TrialPlan['spec'],
): readonly RunnableEpisode[] => {
  const byPlace = new Map(items.map((item) => [item.place, item]));
  return missingOrdinals(claim, recorded).flatMap((ordinal) => {
    const { item, run } = placeOf(ordinal, runsPerItem(spec));
    const found = byPlace.get(item);
    return found === undefined ? [] : [{ ...found, ordinal, run }];
  });
};

/**
 * Runs what is missing of a claimed slice: reserves its budget, runs the episodes, records them under the claim. Throws DomainError
 * `aborted` when the claim is lost, `unavailable` when Postgres or lease-policy is away, and the refusals of lease-policy.
 */
export const runSlice = async (tools: SliceTools, held: HeldSlice, plan: TrialPlan): Promise<SliceEnd> => {
  const { database, lease, runtime, settings } = tools;
  const { claim } = held;
  const { spec, role } = plan;
  const contentId = contentOf(plan);
  const [recorded, leaseExpiresAtMs, items] = await Promise.all([
    readRecorded(database, claim),
    lease.reserve(spec, claim.sliceId, sliceReservation(claim, plan), plan.metadata),
    itemsOf(database, claim, plan),
  ]);
  const session = await runtime.open({ spec, contentId, role, corrId: plan.metadata.corrId });
  const recorder = new Recorder(database, { claim, plan, leaseExpiresAtMs }, recorded, {
    ...settings,
    onFailure: held.abandon,
  });
  try {
    const stop = await runEpisodes(tools, held, missingEpisodes(claim, recorded.state, items, spec), {
      session,
      recorder,
      spec,
      rules: { ...rulesOf(plan, limitsOf(plan), settings), keepOutput: recorder.outputs.keep },
    });
    const spent = await recorder.close();
    if (stop?.kind === 'agent_failing') return stop;
    if (spent.episodes === claim.count) return { kind: 'recorded', spent };
    return stop ?? { kind: 'stopped' };
  } finally {
    session.release();
  }
};
