import { many, percent } from '../terminal/format.js';
import type { Line } from './guardrails.text.js';

/** How much of the holdout a candidate with a threshold would answer; part of a decision's evidence. */
interface CoverageEvidence {
  readonly answered: number;
  readonly runs: number;
  readonly minCoverage: number;
}

const coverageOf = (evidence: object | null | undefined): CoverageEvidence | undefined =>
  (evidence as { readonly coverage?: CoverageEvidence } | null | undefined)?.coverage;

/** "answers 34.0 % of the holdout (17 of 50 runs; at least 10.0 %)". Nothing where no answer is ever withheld. */
export const coverageLines = (evidence: object | null | undefined): Line[] => {
  const coverage = coverageOf(evidence);
  if (coverage === undefined || coverage.runs === 0) return [];
  const { answered, runs, minCoverage } = coverage;
  const asked = minCoverage > 0 ? `; at least ${percent(minCoverage)}` : '';
  return [
    ['coverage', `answers ${percent(answered / runs)} of the holdout (${answered} of ${many(runs, 'run')}${asked})`],
  ];
};
