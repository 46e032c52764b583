/** Slices of [0, 1] that confidences are counted in; bins are made of whole slices. */
const slices = 1024;
const defaultBins = 15;

/** Confidences that fell in one slice: how many, their sum, and how many of the episodes were solved. */
export type Slice = readonly [slice: number, count: number, confidence: number, solved: number];

/** What a reliability accumulator holds, as plain data, slices in ascending order. */
export interface ReliabilityData {
  /** Sum of squared distances between confidence and outcome. */
  readonly squares: number;
  /** Sum of the squares of these squared distances. */
  readonly fourths: number;
  readonly slices: readonly Slice[];
}

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanConfidence: number;
  readonly solveRate: number;
}

/** Null where no episode had a confidence. */
export interface Reliability {
  readonly meanConfidence: number | null;
  readonly brier: number | null;
  /** As the bins show it, noise included; `calibrationMeasures` takes it off. */
  readonly ece: number | null;
}

/** Calibration of a stream of confidences in bounded memory: at most 1,024 slices whatever the length. Data of parts merge into the data of the whole. */
export interface ReliabilityAccumulator {
  /** Confidence from 0 to 1: the agent's probability that its answer solves the item. */
  readonly add: (confidence: number, solved: boolean) => void;
  readonly merge: (other: ReliabilityData) => void;
  readonly measures: (bins?: number) => Reliability;
  readonly data: () => ReliabilityData;
}

const binOf = (held: readonly Slice[]): ReliabilityBin => {
  const count = held.reduce((sum, [, each]) => sum + each, 0);
  return {
    count,
    meanConfidence: held.reduce((sum, [, , confidence]) => sum + confidence, 0) / count,
    solveRate: held.reduce((sum, [, , , solved]) => sum + solved, 0) / count,
  };
};

/**
 * Bins of equal mass: the sorted confidences cut into as many groups of equal size as asked for, ties and slices kept whole, so fewer
 * where confidences repeat (Nguyen and O'Connor, 2015; Roelofs et al., 2022, "Mitigating bias in calibration error estimation").
 */
export const equalMassBins = ({ slices: held }: ReliabilityData, bins: number = defaultBins): ReliabilityBin[] => {
  const total = held.reduce((sum, [, count]) => sum + count, 0);
  const groups: Slice[][] = [];
  let before = 0;
  let lastBin = -1;
  for (const slice of held) {
    // A slice belongs where its middle falls.
    const bin = Math.min(bins - 1, Math.floor((bins * (before + slice[1] / 2)) / total));
    if (bin === lastBin) groups[groups.length - 1]?.push(slice);
    else groups.push([slice]);
    lastBin = bin;
    before += slice[1];
  }
  return groups.map(binOf);
};

/** Expected calibration error (Naeini, Cooper and Hauskrecht, 2015): the mean distance of confidence and solve rate over bins, weighted by their episodes. Null without any. */
export const expectedCalibrationError = (bins: readonly ReliabilityBin[]): number | null => {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return total === 0
    ? null
    : bins.reduce(
        (sum, { count, meanConfidence, solveRate }) => sum + count * Math.abs(meanConfidence - solveRate),
        0,
      ) / total;
};

const measuresOf = (data: ReliabilityData, bins?: number): Reliability => {
  const { count, meanConfidence } = binOf(data.slices);
  if (count === 0) return { meanConfidence: null, brier: null, ece: null };
  return { meanConfidence, brier: data.squares / count, ece: expectedCalibrationError(equalMassBins(data, bins)) };
};

/** An empty accumulator, or one that goes on from stored data. Brier's score is the mean squared distance of confidence and outcome (Brier, 1950). */
export const reliabilityAccumulator = (
  from: ReliabilityData = { squares: 0, fourths: 0, slices: [] },
): ReliabilityAccumulator => {
  let { squares, fourths } = from;
  const held = new Map<number, [count: number, confidence: number, solved: number]>();
  const put = ([slice, count, confidence, solved]: Slice): void => {
    const old = held.get(slice) ?? [0, 0, 0];
    held.set(slice, [old[0] + count, old[1] + confidence, old[2] + solved]);
  };
  from.slices.forEach(put);
  const data = (): ReliabilityData => ({
    squares,
    fourths,
    slices: [...held].sort(([a], [b]) => a - b).map(([slice, sums]) => [slice, ...sums]),
  });
  return {
    add: (confidence, solved) => {
      const square = (confidence - Number(solved)) ** 2;
      squares += square;
      fourths += square * square;
      put([Math.min(slices - 1, Math.floor(confidence * slices)), 1, confidence, Number(solved)]);
    },
    merge: (other) => {
      squares += other.squares;
      fourths += other.fourths;
      other.slices.forEach(put);
    },
    measures: (bins) => measuresOf(data(), bins),
    data,
  };
};
