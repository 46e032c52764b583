import beta from '@stdlib/stats-base-dists-beta';
import { normalProbability } from '../random/normal.js';
import { covering, type Estimate } from './estimate.js';

/** A true difference seen through Gaussian noise, and what it weighs in the mean; weights sum to 1. */
export interface NoisyDistance {
  readonly weight: number;
  readonly seen: number;
  readonly deviation: number;
  /** The deviation with which it moves the mean of the distances, where that is another: differences from a mean that contains them share their noise. */
  readonly moving?: number;
}

/** How a difference counts: its value without noise; mean and variance of its value where Gaussian noise of this standard deviation lies on it. */
export interface Distance {
  readonly value: (difference: number) => number;
  readonly noisy: (difference: number, deviation: number) => readonly [mean: number, variance: number];
}

/** |x|; its noisy moments are those of the folded normal (Leone, Nelson and Nottingham, 1961, "The folded normal distribution"). */
export const absoluteDistance: Distance = {
  value: Math.abs,
  noisy: (difference, deviation) => {
    if (deviation === 0) return [Math.abs(difference), 0];
    const ratio = difference / deviation;
    const mean =
      deviation * Math.sqrt(2 / Math.PI) * Math.exp((-ratio * ratio) / 2) +
      difference * (1 - 2 * normalProbability(-ratio));
    return [mean, Math.max(0, difference * difference + deviation * deviation - mean * mean)];
  },
};

/** x^2; with noise a scaled non-central chi-squared with one degree of freedom. */
export const squaredDistance: Distance = {
  value: (difference) => difference * difference,
  noisy: (difference, deviation) => {
    const variance = deviation * deviation;
    return [difference * difference + variance, 2 * variance * (variance + 2 * difference * difference)];
  },
};

/** Probability that the mean distance seen is at most `seen`: a beta distribution with these moments, as the mean lies in [0, 1]. */
const probabilityBelow = (seen: number, [mean, variance]: readonly [number, number]): number => {
  if (!(variance > 1e-14)) return seen >= mean - 1e-9 ? 1 : 0;
  const size = (mean * (1 - mean)) / variance - 1;
  if (!(size > 0)) return normalProbability((seen - mean) / Math.sqrt(variance));
  return beta.cdf(Math.min(1, seen), mean * size, (1 - mean) * size);
};

const halvings = 24;

/** The largest scale from 0 to `end` at which a condition holds that holds up to some scale only; 0 where it never does. */
const lastWhere = (holds: (scale: number) => boolean, end: number): number => {
  if (holds(end)) return end;
  let [low, high] = [0, end];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};

/** Distances along a line: a shape of them times a scale. */
interface Profile {
  /** The true mean distance at a scale. */
  readonly truth: (scale: number) => number;
  /** Of the mean that is seen. */
  readonly moments: (scale: number) => readonly [mean: number, variance: number];
}

const profileOf = (
  distance: Distance,
  differences: readonly NoisyDistance[],
  { labels, shape }: { labels: number; shape: (difference: NoisyDistance) => number },
): Profile => {
  const all = differences.map((each) => ({ ...each, full: shape(each) }));
  const truth = (scale: number): number =>
    all.reduce((sum, { weight, full }) => sum + weight * distance.value(scale * full), 0);
  const moments = (scale: number): readonly [number, number] => {
    const average = truth(scale);
    let [mean, variance] = [0, 0];
    for (const { weight, full, deviation, moving = deviation } of all) {
      mean += weight * distance.noisy(scale * full, deviation)[0];
      variance +=
        weight * weight * distance.noisy(scale * full, moving)[1] +
        (weight * (distance.value(scale * full) - average) ** 2) / labels;
    }
    return [mean, variance];
  };
  return { truth, moments };
};

const tail = (1 - covering) / 2;

/** The least distance along a line at which the mean seen is not in the upper tail, and the largest at which it is not in the lower one; none where the line has no length. */
const ends = ({ truth, moments }: Profile, seen: number): readonly [low: number, high: number] => {
  const full = truth(1);
  if (!(full > 0)) return [Infinity, 0];
  const low = truth(lastWhere((scale) => probabilityBelow(seen, moments(scale)) > 1 - tail, 1));
  const expectedOfNone = Math.max(seen, moments(0)[0]);
  return [
    low,
    truth(lastWhere((scale) => probabilityBelow(expectedOfNone, moments(scale)) > tail, 1 + 1 / Math.min(1, full))),
  ];
};

/** Noise counted as if it were distance. */
const even = ({ seen, deviation }: NoisyDistance): number => Math.hypot(seen, deviation);

/** What noise alone would hardly make, two standard deviations, counted as distance: a few large ones of what `even` spreads. */
const uneven = ({ seen, deviation }: NoisyDistance): number =>
  Math.sqrt(Math.max(0, seen * seen - 4 * deviation * deviation));

/**
 * The true mean distance of differences that are seen through noise. Noise only adds to a mean of distances, so the mean seen is too large. As in
 * Kumar, Liang and Ma (2019, "Verified uncertainty calibration") the noise of the bins is taken as Gaussian; their correction subtracts the bias that the noise would have at
 * the distances seen, which are too large themselves. Here instead the estimate is the true distance at which the mean that is expected equals the mean that is seen, along a line of profiles:
 * the scale times sqrt(seen^2 + deviation^2) for each difference. For squared distances that is the correction of Ferro and Fricker (2012, "A bias-corrected decomposition of the Brier
 * score"), not below 0. Beside the noise, the mean differs by which of the possible inputs the `labels` happen to hold.
 *
 * The interval holds the distances at which what is seen is in neither tail (a test inverted), so it knows the bound at 0. Distances that happen to be smaller than noise alone would make them
 * are in the lower tail of every distance, 0 too; they do not shrink the upper end below what these labels can tell: it is at least the one that agents without any distance get on average
 * (a power-constrained limit: Cowan, Cranmer, Gross and Vitells, 2011, "Power-constrained limits"), which only widens the interval. The mean does not tell a few large distances
 * from many small ones with the same sum, and noise adds more to the former, as the others are then noise alone: so two lines are tried, and the interval holds both.
 */
export const distanceEstimate = (
  distance: Distance,
  differences: readonly NoisyDistance[],
  labels: number,
): Estimate => {
  const seen = differences.reduce((sum, each) => sum + each.weight * distance.value(each.seen), 0);
  const spread = profileOf(distance, differences, { labels, shape: even });
  const value = spread.truth(lastWhere((scale) => spread.moments(scale)[0] <= seen, 1));
  const [one, other] = [ends(spread, seen), ends(profileOf(distance, differences, { labels, shape: uneven }), seen)];
  return {
    value,
    low: Math.min(one[0], other[0], value),
    high: Math.min(1, Math.max(one[1], other[1], value)),
    confidence: covering,
  };
};
