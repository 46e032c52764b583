import beta from '@stdlib/stats-base-dists-beta';
import type { FieldViolation } from '@ao/kernel';
import { rngOf, shuffled } from '../random/rng.js';
import { refuse, tempered, type Label } from './label.js';
import type { Abstention } from './version-calibration.js';

/** What an abstention should hold, and what happens instead of an answer. */
export interface AbstentionOptions {
  /** The largest share of wrong answers among those given, below 1; 0: always answer. */
  readonly targetRisk: number;
  /** Probability, over the labels, with which it holds; such as 0.95. */
  readonly riskConfidence: number;
  readonly action: 'abstain' | 'escalate';
  readonly escalateTo: string;
  /** Draws the labels that design the thresholds. */
  readonly seed: number;
}

/** A threshold that no confidence reaches. */
export const neverAnswers = 2;

/** Share of the labels that only design the thresholds. */
const designShare = 0.1;
/** Thresholds tested, from few answers to all of them. */
const steps = 24;
/** Steps after the first at which some of the error starts afresh. */
const freshStarts = 3;

/** Probability that at most `wrong` of `answered` are wrong where each is with probability `risk`: a binomial's, by the incomplete beta function. */
export const binomialAtMost = (wrong: number, answered: number, risk: number): number =>
  wrong >= answered ? 1 : 1 - beta.cdf(risk, wrong + 1, answered - wrong);

const checked = ({ targetRisk, riskConfidence }: AbstentionOptions): FieldViolation[] => [
  ...(targetRisk >= 0 && targetRisk < 1
    ? []
    : [{ path: 'targetRisk', message: `must be at least 0 and below 1, not ${targetRisk}` }]),
  ...(targetRisk === 0 || (riskConfidence > 0 && riskConfidence < 1)
    ? []
    : [{ path: 'riskConfidence', message: `must lie between 0 and 1, not ${riskConfidence}` }]),
];

/** One label an item, and those in an order of chance that no outcome has a part in. */
const independent = (labels: readonly Label[], seed: number): Label[] => {
  const seen = new Set<string>();
  const first = labels.filter(({ itemId }) => itemId === undefined || (!seen.has(itemId) && Boolean(seen.add(itemId))));
  return shuffled(rngOf(seed, 'calibration', 'abstention'), first);
};

/** Thresholds from the most cautious on, by the confidences of the design labels; the last answers everything. The first leaves enough answers to pass even if one is wrong. */
const thresholdsOf = (
  design: readonly Label[],
  tested: number,
  { targetRisk, riskConfidence }: AbstentionOptions,
): number[] => {
  const sorted = design.map(({ confidence }) => tempered(confidence)).sort((a, b) => b - a);
  const passing = Array.from({ length: tested }, (_, index) => index + 1).find(
    (answered) => binomialAtMost(1, answered, targetRisk) <= (1 - riskConfidence) / 2,
  );
  if (passing === undefined || sorted.length === 0) return [0];
  const least = Math.min(1, Math.max(0.1, (1.25 * passing) / tested));
  const at = (step: number): number => sorted[Math.floor((least + ((1 - least) * step) / steps) * sorted.length)] ?? 0;
  return [...new Set([...Array.from({ length: steps }, (_, step) => at(step)), 0])];
};

/** The part of the error that a hypothesis has of its own: half of it the first, the rest a few later ones, so that a bad beginning does not end it all. */
const ownParts = (hypotheses: number): number[] => {
  const stride = Math.max(1, Math.floor(hypotheses / (freshStarts + 1)));
  const later = Array.from({ length: freshStarts }, (_, start) => (start + 1) * stride).filter(
    (index) => index < hypotheses,
  );
  return Array.from({ length: hypotheses }, (_, index) => {
    if (index === 0) return later.length === 0 ? 1 : 0.5;
    return later.includes(index) ? 0.5 / later.length : 0;
  });
};

/**
 * The most generous threshold that passes a fallback procedure (Wiens, 2003; Wiens and Dmitrienko, 2005, "The fallback procedure for evaluating a single family of hypotheses"):
 * thresholds in their order, each with its own part of the error, and what a passed one was tested at goes on to the next. With all of the error on the first it is fixed-sequence testing. Null: none passes.
 */
const mostGenerous = (
  tested: readonly Label[],
  thresholds: readonly number[],
  { targetRisk, riskConfidence }: AbstentionOptions,
): number | null => {
  const parts = ownParts(thresholds.length);
  let carried = 0;
  let best: number | null = null;
  for (const [index, threshold] of thresholds.entries()) {
    const answered = tested.filter(({ confidence }) => tempered(confidence) >= threshold);
    const wrong = answered.filter(({ solved }) => !solved).length;
    const level = carried + (1 - riskConfidence) * (parts[index] as number);
    const passed = answered.length > 0 && binomialAtMost(wrong, answered.length, targetRisk) <= level;
    carried = passed ? level : 0;
    if (passed) best = threshold;
  }
  return best;
};

/**
 * When not to answer, so that with probability `riskConfidence` over the labels at most `targetRisk` of the answers given are wrong; null for a target of 0. Learn then test (Angelopoulos, Bates, Candes, Jordan and
 * Lei, 2021, "Learn then Test: calibrating predictive algorithms to achieve risk control"; selective risk as in Geifman and El-Yaniv, 2017, "Selective classification for deep neural networks").
 *
 * Why it holds: a tenth of the labels, drawn without regard to outcomes, fixes the thresholds and their order by its confidences alone. For a fixed threshold, given how many of the
 * other labels reach it, the wrong ones among them are binomial with the selective risk of that threshold, so the exact tail is a p-value of "the risk exceeds the target"; the fallback procedure bounds the chance
 * that any such hypothesis is passed. Thresholds are on the confidence that the agent says. Every recalibration keeps its order strictly, so the same rule stands on the recalibrated
 * one, and the recalibration may have seen every label. Runs of one item count as one label.
 */
export const abstentionOf = (
  labels: readonly Label[],
  recalibrate: (confidence: number) => number,
  options: AbstentionOptions,
): Abstention | null => {
  refuse('no abstention can hold this', checked(options));
  const { targetRisk, riskConfidence, action, escalateTo } = options;
  if (targetRisk === 0) return null;
  const order = independent(labels, options.seed);
  const cut = Math.floor(order.length * designShare);
  const tested = order.slice(cut);
  const threshold = mostGenerous(tested, thresholdsOf(order.slice(0, cut), tested.length, options), options);
  const answered = threshold === null ? [] : labels.filter(({ confidence }) => tempered(confidence) >= threshold);
  return {
    threshold: threshold === null ? neverAnswers : threshold === 0 ? 0 : recalibrate(threshold),
    targetRisk,
    confidence: riskConfidence,
    coverage: labels.length === 0 ? 0 : answered.length / labels.length,
    action,
    escalateTo,
  };
};
