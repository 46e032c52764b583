import type { ReportMeasures } from '@ao/science';
import type { Report } from '../jobs/rows.js';
import { armOf, type Arm } from './arm.js';

/** Fields that are plain numbers. */
type Field = {
  [Name in keyof Report]-?: Exclude<Report[Name], undefined> extends number | null ? Name : never;
}[keyof Report];

const sum = (reports: readonly Report[], field: Field): number =>
  reports.reduce((total, report) => total + (report[field] ?? 0), 0);

/** Mean over the reports that have the field, weighted by their episodes. */
const mean = (reports: readonly Report[], field: Field): number | null => {
  const having = reports.filter((report) => typeof report[field] === 'number');
  const episodes = sum(having, 'episodes');
  return episodes === 0
    ? null
    : having.reduce((total, report) => total + (report[field] ?? 0) * report.episodes, 0) / episodes;
};

/** Reports of blocks as one. Sums and means are exact; percentiles and calibration are means over the blocks, which comes near. */
const pooled = (reports: readonly Report[]): ReportMeasures => ({
  episodes: sum(reports, 'episodes'),
  solved: sum(reports, 'solved'),
  solveRate: sum(reports, 'solved') / Math.max(1, sum(reports, 'episodes')),
  solveRateLow: 0,
  solveRateHigh: 1,
  meanScore: mean(reports, 'mean_score') ?? 0,
  latencyP50Ms: mean(reports, 'latency_p50_ms') ?? 0,
  latencyP95Ms: mean(reports, 'latency_p95_ms') ?? 0,
  tokensIn: sum(reports, 'tokens_in'),
  tokensOut: sum(reports, 'tokens_out'),
  costMicros: sum(reports, 'cost_micros'),
  memoryUtility: mean(reports, 'memory_utility'),
  meanConfidence: mean(reports, 'mean_confidence'),
  brier: mean(reports, 'brier'),
  ece: mean(reports, 'ece'),
  errors: sum(reports, 'errors'),
  limitReached: sum(reports, 'limit_reached'),
  overLimit: sum(reports, 'over_limit'),
  refused: sum(reports, 'refused'),
  runsPerItem: Math.max(0, ...reports.map(({ runs_per_item }) => runs_per_item ?? 1)),
  // Neither can be had from means of blocks.
  calibration: null,
  passK: null,
});

/** What one side's reports measure; for where its outcomes are too many to read. */
export const armOfReports = (reports: readonly Report[]): Arm => armOf(pooled(reports));
