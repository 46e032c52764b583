import { DomainError, type FieldViolation } from '@ao/kernel';
import { calibrationMeasures, type CalibrationMeasures } from './calibration-measures.js';
import type { Estimate } from './estimate.js';
import { clusterMeasures, mergedClusters, noClusters, withRun, type ItemClusters } from './item-clusters.js';
import { quantileSketch, type SketchData } from './quantile-sketch.js';
import { reliabilityAccumulator, type ReliabilityData } from './reliability.js';

/** What one episode adds to a report. */
export interface MeasuredEpisode {
  readonly solved: boolean;
  readonly score: number;
  /** 0 to 1. */
  readonly confidence?: number | null;
  readonly latencyMs: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Millionths of the account's currency unit. */
  readonly costMicros: number;
  readonly memoryUtility?: number | null;
  /** Why the episode failed; absent or empty when it did not. */
  readonly error?: string | null;
  /** A limit of time or tokens ended it. */
  readonly limitReached?: boolean;
  /** It used more tokens or cost than the agent says that one may. */
  readonly overLimit?: boolean;
  /** The agent declined to answer. */
  readonly refused?: boolean;
  /** The item that was run. The runs of an item are added one after the other; an episode without an item is an item of its own. */
  readonly itemId?: string | null;
}

/** What an evaluation report measures. Rates and means are 0 where there is no episode; null where no episode has such a value. */
export interface ReportMeasures {
  readonly episodes: number;
  readonly solved: number;
  readonly solveRate: number;
  /** Wilson's interval at 95 %, for a number of episodes fixed beforehand; with several runs an item, at their effective number. */
  readonly solveRateLow: number;
  readonly solveRateHigh: number;
  readonly meanScore: number;
  /** Within 1 % of the true quantile. */
  readonly latencyP50Ms: number;
  readonly latencyP95Ms: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
  readonly memoryUtility: number | null;
  readonly meanConfidence: number | null;
  readonly brier: number | null;
  /** Debiased, as `calibration.ece`. */
  readonly ece: number | null;
  readonly errors: number;
  readonly limitReached: number;
  readonly overLimit: number;
  /** Null where no episode has a confidence. */
  readonly calibration: CalibrationMeasures | null;
  /** The most runs that an item has; 0 without episodes. */
  readonly runsPerItem: number;
  /** Share of the items with the most runs that every run solved (pass^k), with its interval over items; null with one run an item. */
  readonly passK: Estimate | null;
  readonly refused: number;
}

interface Sums {
  readonly episodes: number;
  readonly solved: number;
  readonly score: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
  readonly memoryUtility: number;
  /** Episodes that have a memory utility. */
  readonly remembering: number;
  readonly errors: number;
  readonly limitReached: number;
  /** Absent in data that is older than this field. */
  readonly overLimit?: number;
  readonly refused: number;
}

/** What a report accumulator holds, as plain data of bounded size. */
export interface ReportData {
  readonly sums: Sums;
  readonly latency: SketchData;
  readonly reliability: ReliabilityData;
  readonly items: ItemClusters;
}

/** Builds one report from any number of episodes in bounded memory. Data of parts, such as slices of a trial, merge into the data of the whole; the runs of an item stay in one part. */
export interface ReportAccumulator {
  /** Throws `invalid_argument` for a number that is not finite, a negative amount, or a confidence outside [0, 1]; nothing is added then. */
  readonly add: (episode: MeasuredEpisode) => void;
  readonly merge: (other: ReportData) => void;
  readonly report: () => ReportMeasures;
  readonly data: () => ReportData;
}

const nothing: Sums = {
  episodes: 0,
  solved: 0,
  score: 0,
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0,
  memoryUtility: 0,
  remembering: 0,
  errors: 0,
  limitReached: 0,
  overLimit: 0,
  refused: 0,
};

const amounts = ['latencyMs', 'tokensIn', 'tokensOut', 'costMicros'] as const;

/** What is wrong with an episode's measurements; nothing when they can be counted. */
export const checkEpisode = (episode: MeasuredEpisode): FieldViolation[] => [
  ...amounts
    .filter((path) => !(episode[path] >= 0 && episode[path] < Infinity))
    .map((path) => ({ path, message: `must be a finite number of at least 0, not ${episode[path]}` })),
  ...(['score', 'memoryUtility'] as const)
    .filter((path) => !Number.isFinite(episode[path] ?? 0))
    .map((path) => ({ path, message: `must be a finite number, not ${episode[path]}` })),
  ...((episode.confidence ?? 0) >= 0 && (episode.confidence ?? 0) <= 1
    ? []
    : [{ path: 'confidence', message: `must be a probability from 0 to 1, not ${episode.confidence}` }]),
];

const sumsOf = (episode: MeasuredEpisode): Sums => ({
  episodes: 1,
  solved: Number(episode.solved),
  score: episode.score,
  tokensIn: episode.tokensIn,
  tokensOut: episode.tokensOut,
  costMicros: episode.costMicros,
  memoryUtility: episode.memoryUtility ?? 0,
  remembering: Number(typeof episode.memoryUtility === 'number'),
  errors: Number(Boolean(episode.error)),
  limitReached: Number(episode.limitReached === true),
  overLimit: Number(episode.overLimit === true),
  refused: Number(episode.refused === true),
});

/** A sum of whole numbers; throws where it would not be exact any more. */
const exact = (path: string, a: number, b: number): number => {
  const sum = a + b;
  if (Number.isSafeInteger(sum) || !Number.isInteger(sum)) return sum;
  throw new DomainError('out_of_range', `the sum of ${path} is above 2^53: it cannot be told exactly`, [
    { path, message: 'must keep the sum below 2^53' },
  ]);
};

const added = (a: Sums, b: Sums): Sums => ({
  episodes: a.episodes + b.episodes,
  solved: a.solved + b.solved,
  score: a.score + b.score,
  tokensIn: exact('tokens_in', a.tokensIn, b.tokensIn),
  tokensOut: exact('tokens_out', a.tokensOut, b.tokensOut),
  costMicros: exact('cost_micros', a.costMicros, b.costMicros),
  memoryUtility: a.memoryUtility + b.memoryUtility,
  remembering: a.remembering + b.remembering,
  errors: a.errors + b.errors,
  limitReached: a.limitReached + b.limitReached,
  overLimit: (a.overLimit ?? 0) + (b.overLimit ?? 0),
  refused: a.refused + b.refused,
});

const measuresOf = ({ sums, latency, reliability, items }: ReportData): ReportMeasures => {
  const { episodes, solved, score, memoryUtility, remembering, overLimit = 0, ...totals } = sums;
  const { solveRate, labelDesignEffect, ...runs } = clusterMeasures(items, solved);
  const calibration = calibrationMeasures(reliability, labelDesignEffect);
  const { quantile } = quantileSketch(latency);
  return {
    episodes,
    solved,
    solveRate: solveRate.value,
    solveRateLow: solveRate.low,
    solveRateHigh: solveRate.high,
    meanScore: episodes === 0 ? 0 : score / episodes,
    latencyP50Ms: quantile(0.5),
    latencyP95Ms: quantile(0.95),
    ...totals,
    overLimit,
    ...runs,
    memoryUtility: remembering === 0 ? null : memoryUtility / remembering,
    ...reliabilityAccumulator(reliability).measures(),
    ece: calibration?.ece.value ?? null,
    calibration,
  };
};

/** An empty accumulator, or one that goes on from stored data. */
export const reportAccumulator = (from?: ReportData): ReportAccumulator => {
  let sums = from?.sums ?? nothing;
  const latency = quantileSketch(from?.latency);
  const reliability = reliabilityAccumulator(from?.reliability);
  let items = from?.items ?? noClusters;
  const data = (): ReportData => ({ sums, latency: latency.data(), reliability: reliability.data(), items });
  return {
    add: (episode) => {
      const violations = checkEpisode(episode);
      if (violations.length > 0)
        throw new DomainError('invalid_argument', 'this episode cannot be counted', violations);
      sums = added(sums, sumsOf(episode));
      items = withRun(items, episode);
      latency.add(episode.latencyMs);
      if (typeof episode.confidence === 'number') reliability.add(episode.confidence, episode.solved);
    },
    merge: (other) => {
      sums = added(sums, other.sums);
      items = mergedClusters(items, other.items);
      latency.merge(other.latency);
      reliability.merge(other.reliability);
    },
    report: () => measuresOf(data()),
    data,
  };
};
