/** Relative error of every quantile. */
const error = 0.01;
const gamma = (1 + error) / (1 - error);
const logGamma = Math.log(gamma);
/** Values below the smallest count as 0, values above the largest as the largest: in milliseconds a microsecond, and 31 years. */
const smallest = 1e-3;
const largest = 1e12;

/** What a sketch holds, as plain data: pairs of bucket and count, in ascending order. */
export interface SketchData {
  readonly zeros: number;
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/**
 * Quantiles of a stream of non-negative numbers in bounded memory: at most 1,728 counters whatever the length. Any quantile is within
 * 1 % of the value that has that rank. Buckets grow by the factor (1 + e)/(1 - e): DDSketch (Masson, Rim and Lee, 2019,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees"), which is why sketches of parts merge into the sketch of the whole.
 */
export interface QuantileSketch {
  readonly add: (value: number) => void;
  readonly merge: (other: SketchData) => void;
  /** The value of rank floor(share * (n - 1)); 0 when nothing was added. */
  readonly quantile: (share: number) => number;
  readonly data: () => SketchData;
}

const bucketOf = (value: number): number => Math.ceil(Math.log(Math.min(value, largest)) / logGamma);

/** The point of a bucket from which both of its ends are equally far, relatively. */
const valueOf = (bucket: number): number => (2 * gamma ** bucket) / (gamma + 1);

const sorted = (buckets: ReadonlyMap<number, number>): [number, number][] => [...buckets].sort(([a], [b]) => a - b);

const atRank = (zeros: number, buckets: ReadonlyMap<number, number>, rank: number): number => {
  let seen = zeros;
  if (rank < seen) return 0;
  for (const [bucket, count] of sorted(buckets)) {
    seen += count;
    if (rank < seen) return valueOf(bucket);
  }
  return 0;
};

/** An empty sketch, or one that goes on from stored data. */
export const quantileSketch = (from: SketchData = { zeros: 0, buckets: [] }): QuantileSketch => {
  let zeros = from.zeros;
  const buckets = new Map(from.buckets);
  const put = (bucket: number, count: number): void => void buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
  return {
    add: (value) => {
      if (value < smallest) zeros += 1;
      else put(bucketOf(value), 1);
    },
    merge: (other) => {
      zeros += other.zeros;
      for (const [bucket, count] of other.buckets) put(bucket, count);
    },
    quantile: (share) => {
      const count = [...buckets.values()].reduce((sum, each) => sum + each, zeros);
      return atRank(zeros, buckets, Math.floor(Math.min(1, Math.max(0, share)) * (count - 1)));
    },
    data: () => ({ zeros, buckets: sorted(buckets) }),
  };
};
