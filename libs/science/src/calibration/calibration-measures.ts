import { exactUpperBound } from '../inference/betting/intervals.js';
import { normalQuantile } from '../random/normal.js';
import { covering, rateEstimate, type Estimate } from './estimate.js';
import { absoluteDistance, distanceEstimate, squaredDistance, type NoisyDistance } from './noisy-distance.js';
import { equalMassBins, type ReliabilityBin, type ReliabilityData } from './reliability.js';

/** A bin of a reliability diagram with Wilson's interval of its solve rate. */
export interface CalibrationBin {
  readonly count: number;
  readonly meanConfidence: number;
  readonly solveRate: Estimate;
}

/** How far confidences can be believed. Every interval is at 95 %, for a number of labels fixed beforehand. */
export interface CalibrationMeasures {
  /** Episodes with a confidence. */
  readonly labels: number;
  /** Expected calibration error over bins of equal mass, debiased. */
  readonly ece: Estimate;
  readonly brier: Estimate;
  /** Mean squared distance of the bins' confidence and solve rate, bias-corrected. Lower is better. */
  readonly reliability: Estimate;
  /** Mean squared distance of the bins' solve rates from the whole's, bias-corrected. Higher is better. */
  readonly resolution: Estimate;
  /** Solve rate times one minus solve rate. */
  readonly uncertainty: number;
  /** By rising confidence. */
  readonly bins: readonly CalibrationBin[];
}

/** No bin holds fewer labels where it can be helped: a rate's noise is Gaussian from some on. */
const fewestInBin = 10;
const mostBins = 15;

/** Variance of a bin's solve rate. The rate is drawn by one independent label towards the middle of its confidence and a half, so that a bin that was solved throughout is not taken as certain. */
const rateVariance = ({ count, meanConfidence, solveRate }: ReliabilityBin, designEffect: number): number => {
  const independent = count / designEffect;
  const rate = (independent * solveRate + (meanConfidence + 0.5) / 2) / (independent + 1);
  return (rate * (1 - rate)) / independent;
};

const distancesOf = (bins: readonly ReliabilityBin[], labels: number, designEffect: number) => {
  const weighed = bins.map((bin) => ({ bin, weight: bin.count / labels, variance: rateVariance(bin, designEffect) }));
  const rate = weighed.reduce((sum, { bin, weight }) => sum + weight * bin.solveRate, 0);
  const ofRate = weighed.reduce((sum, { weight, variance }) => sum + weight * weight * variance, 0);
  return {
    rate,
    fromConfidence: weighed.map(({ bin, weight, variance }): NoisyDistance => ({
      weight,
      seen: bin.meanConfidence - bin.solveRate,
      deviation: Math.sqrt(variance),
    })),
    // The whole's rate contains the bin's.
    fromRate: weighed.map(({ bin, weight, variance }): NoisyDistance => ({
      weight,
      seen: bin.solveRate - rate,
      deviation: Math.sqrt(Math.max(0, (1 - 2 * weight) * variance + ofRate)),
      moving: Math.sqrt(variance),
    })),
  };
};

/**
 * The mean of squared distances with the interval of the central limit theorem around one with an independent label more of the largest loss and one of none, so that
 * labels without a large loss do not look certain (as Agresti and Coull, 1998, do for a proportion).
 */
const brierEstimate = ({ squares, fourths }: ReliabilityData, labels: number, independent: number): Estimate => {
  const value = squares / labels;
  const with2 = (sum: number): number => ((sum * independent) / labels + 1) / (independent + 2);
  const centre = with2(squares);
  const half =
    normalQuantile((1 + covering) / 2) * Math.sqrt(Math.max(0, with2(fourths) - centre * centre) / independent);
  return {
    value,
    low: Math.min(value, Math.max(0, centre - half)),
    high: Math.min(1, Math.max(value, centre + half)),
    confidence: covering,
  };
};

/** What one bin tells of resolution: with one confidence that no more than this share of inputs has another (exact binomial bound), each of which adds at most 1; with several nothing, so the most there can be. */
const resolutionOfOneBin = (confidences: number, independent: number): Estimate => ({
  value: 0,
  low: 0,
  high: Math.min(0.25, confidences > 1 ? 1 : exactUpperBound(0, independent, (1 + covering) / 2)),
  confidence: covering,
});

/**
 * Calibration of labels counted in slices; null without any. Brier's score (1950) decomposes into reliability - resolution + uncertainty (Murphy, 1973, "A new vector partition of
 * the probability score") but for what differs inside of bins and is taken off as bias. `designEffect`: see `rateEstimate`.
 */
export const calibrationMeasures = (data: ReliabilityData, designEffect = 1): CalibrationMeasures | null => {
  const labels = data.slices.reduce((sum, [, count]) => sum + count, 0);
  if (labels === 0) return null;
  const bins = equalMassBins(data, Math.min(mostBins, Math.max(1, Math.floor(labels / fewestInBin))));
  const { rate, fromConfidence, fromRate } = distancesOf(bins, labels, designEffect);
  const independent = labels / designEffect;
  return {
    labels,
    ece: distanceEstimate(absoluteDistance, fromConfidence, independent),
    brier: brierEstimate(data, labels, independent),
    reliability: distanceEstimate(squaredDistance, fromConfidence, independent),
    resolution:
      bins.length === 1
        ? resolutionOfOneBin(data.slices.length, independent)
        : distanceEstimate(squaredDistance, fromRate, independent),
    uncertainty: rate * (1 - rate),
    bins: bins.map(({ count, meanConfidence, solveRate }) => ({
      count,
      meanConfidence,
      solveRate: rateEstimate(count * solveRate, count, designEffect),
    })),
  };
};
