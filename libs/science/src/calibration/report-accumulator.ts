import { DomainError, type FieldViolation } from '@ao/kernel';
import { wilsonInterval } from '../inference/intervals.js';
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
}

/** What an evaluation report measures. Rates and means are 0 where there is no episode; null where no episode has such a value. */
export interface ReportMeasures {
  readonly episodes: number;
  readonly solved: number;
  readonly solveRate: number;
  /** Wilson's interval at 95 %, for a number of episodes fixed beforehand. */
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
  readonly ece: number | null;
  readonly errors: number;
  readonly limitReached: number;
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
}

/** What a report accumulator holds, as plain data of bounded size. */
export interface ReportData {
  readonly sums: Sums;
  readonly latency: SketchData;
  readonly reliability: ReliabilityData;
}

/** Builds one report from any number of episodes in bounded memory. Data of parts, such as slices of a trial, merge into the data of the whole. */
export interface ReportAccumulator {
  /** Throws `invalid_argument` for a number that is not finite, a negative amount, or a confidence outside [0, 1]; nothing is added then. */
  readonly add: (episode: MeasuredEpisode) => void;
  readonly merge: (other: ReportData) => void;
  readonly report: () => ReportMeasures;
  readonly data: () => ReportData;
}

const nothing: Sums = { episodes: 0, solved: 0, score: 0, tokensIn: 0, tokensOut: 0, costMicros: 0, memoryUtility: 0, remembering: 0, errors: 0, limitReached: 0 };

const amounts = ['latencyMs', 'tokensIn', 'tokensOut', 'costMicros'] as const;

/** What is wrong with an episode's measurements; nothing when they can be counted. */
export const checkEpisode = (episode: MeasuredEpisode): FieldViolation[] => [
  ...amounts.filter((path) => !(episode[path] >= 0 && episode[path] < Infinity)).map((path) => ({ path, message: `must be a finite number of at least 0, not ${episode[path]}` })),
  ...(['score', 'memoryUtility'] as const).filter((path) => !Number.isFinite(episode[path] ?? 0)).map((path) => ({ path, message: `must be a finite number, not ${episode[path]}` })),
  ...((episode.confidence ?? 0) >= 0 && (episode.confidence ?? 0) <= 1 ? [] : [{ path: 'confidence', message: `must be a probability from 0 to 1, not ${episode.confidence}` }]),
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
});

const added = (a: Sums, b: Sums): Sums => ({
  episodes: a.episodes + b.episodes,
  solved: a.solved + b.solved,
  score: a.score + b.score,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  costMicros: a.costMicros + b.costMicros,
  memoryUtility: a.memoryUtility + b.memoryUtility,
  remembering: a.remembering + b.remembering,
  errors: a.errors + b.errors,
  limitReached: a.limitReached + b.limitReached,
});

const measuresOf = ({ sums, latency, reliability }: ReportData): ReportMeasures => {
  const { episodes, solved, score, memoryUtility, remembering, ...totals } = sums;
  const { low, high } = wilsonInterval(solved, episodes);
  const { quantile } = quantileSketch(latency);
  return {
    episodes,
    solved,
    solveRate: episodes === 0 ? 0 : solved / episodes,
    solveRateLow: low,
    solveRateHigh: high,
    meanScore: episodes === 0 ? 0 : score / episodes,
    latencyP50Ms: quantile(0.5),
    latencyP95Ms: quantile(0.95),
    ...totals,
    memoryUtility: remembering === 0 ? null : memoryUtility / remembering,
    ...reliabilityAccumulator(reliability).measures(),
  };
};

/** An empty accumulator, or one that goes on from stored data. */
export const reportAccumulator = (from?: ReportData): ReportAccumulator => {
  let sums = from?.sums ?? nothing;
  const latency = quantileSketch(from?.latency);
  const reliability = reliabilityAccumulator(from?.reliability);
  const data = (): ReportData => ({ sums, latency: latency.data(), reliability: reliability.data() });
  return {
    add: (episode) => {
      const violations = checkEpisode(episode);
      if (violations.length > 0) throw new DomainError('invalid_argument', 'this episode cannot be counted', violations);
      sums = added(sums, sumsOf(episode));
      latency.add(episode.latencyMs);
      if (typeof episode.confidence === 'number') reliability.add(episode.confidence, episode.solved);
    },
    merge: (other) => {
      sums = added(sums, other.sums);
      latency.merge(other.latency);
      reliability.merge(other.reliability);
    },
    report: () => measuresOf(data()),
    data,
  };
};
