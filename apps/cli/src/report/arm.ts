import { wilsonInterval, type ReportMeasures } from '@ao/science';

/** A metric that the comparison shows. */
export type Metric =
  | 'solveRate'
  | 'meanScore'
  | 'latencyP50Ms'
  | 'latencyP95Ms'
  | 'tokens'
  | 'costMicros'
  | 'memoryUtility'
  | 'meanConfidence'
  | 'brier'
  | 'ece';

const metrics: readonly Metric[] = [
  'solveRate',
  'meanScore',
  'latencyP50Ms',
  'latencyP95Ms',
  'tokens',
  'costMicros',
  'memoryUtility',
  'meanConfidence',
  'brier',
  'ece',
];

/** Both ends of a 95 % interval. */
export type Ends = readonly [low: number, high: number];

/** A value with its interval; null where it does not apply or is not known. */
export interface Measure {
  readonly value: number | null;
  readonly interval: Ends | null;
}

/** One value a metric; tokens and cost are per episode. */
export type Values = Readonly<Record<Metric, number | null>>;

/** One side of a comparison. */
export interface Arm {
  readonly episodes: number;
  readonly solved: number;
  readonly errors: number;
  readonly limitReached: number;
  /** Of these, episodes that used more than the agent says that one may. */
  readonly overLimit: number;
  readonly measures: Readonly<Record<Metric, Measure>>;
}

const perEpisode = (total: number, episodes: number): number => (episodes === 0 ? 0 : total / episodes);

/** The metrics of a report. */
export const valuesOf = (report: ReportMeasures): Values => ({
  ...report,
  tokens: perEpisode(report.tokensIn + report.tokensOut, report.episodes),
  costMicros: perEpisode(report.costMicros, report.episodes),
});

/** A side as a report gives it. The solve rate has Wilson's interval unless `others` knows a better one; `others` gives those of the other metrics, where they are known. */
export const armOf = (report: ReportMeasures, others: Partial<Readonly<Record<Metric, Ends>>> = {}): Arm => {
  const { episodes, solved, errors, limitReached, overLimit } = report;
  const values = valuesOf(report);
  const wilson = wilsonInterval(solved, episodes);
  const intervals = { solveRate: [wilson.low, wilson.high] as const, ...others };
  const measure = (metric: Metric): Measure => ({
    value: values[metric],
    interval: values[metric] === null ? null : (intervals[metric] ?? null),
  });
  return {
    episodes,
    solved,
    errors,
    limitReached,
    overLimit,
    measures: Object.fromEntries(metrics.map((metric) => [metric, measure(metric)])) as Arm['measures'],
  };
};
