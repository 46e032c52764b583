import { rateEstimate, type Estimate } from './estimate.js';

/** Items that were run this often: how many, and how many of them every run solved. */
export type ItemsByRuns = readonly [runs: number, items: number, passed: number];

/** What is known of an item whose runs may still come. */
interface OpenItem {
  readonly itemId: string | null;
  readonly runs: number;
  readonly solved: number;
  /** Runs with a confidence, the sum of their `solved - confidence`, and of its squares. */
  readonly labels: number;
  readonly residual: number;
  readonly residualSquares: number;
}

/** Sums over items of their runs, as plain data of bounded size. */
export interface ItemClusters {
  readonly open: OpenItem | null;
  readonly byRuns: readonly ItemsByRuns[];
  /** Over closed items, of their runs n and solved runs s: the sums of n^2, ns and s^2. */
  readonly squares: readonly [runs: number, both: number, solved: number];
  /** Over closed items, of their labels n and residuals r: the sums of n^2, nr and r^2; over labels, of 1, e and e^2. */
  readonly residuals: readonly [
    labels2: number,
    both: number,
    residual2: number,
    labels: number,
    errors: number,
    errors2: number,
  ];
}

/** Solved share of items, with the interval over items; how much the runs of one item resemble each other. */
export interface ClusterMeasures {
  readonly runsPerItem: number;
  /** Share of items that every run solved; null with one run an item. */
  readonly passK: Estimate | null;
  readonly solveRate: Estimate;
  /** Of the distances between confidence and outcome. */
  readonly labelDesignEffect: number;
}

export const noClusters: ItemClusters = { open: null, byRuns: [], squares: [0, 0, 0], residuals: [0, 0, 0, 0, 0, 0] };

const plus = <T extends readonly number[]>(a: T, b: T): T =>
  a.map((value, index) => value + (b[index] as number)) as unknown as T;

const merged = (a: readonly ItemsByRuns[], b: readonly ItemsByRuns[]): ItemsByRuns[] => {
  const held = new Map(a.map(([runs, items, passed]) => [runs, [items, passed] as const]));
  for (const [runs, items, passed] of b) {
    const old = held.get(runs) ?? [0, 0];
    held.set(runs, [old[0] + items, old[1] + passed]);
  }
  return [...held].sort(([x], [y]) => x - y).map(([runs, sums]) => [runs, ...sums]);
};

/** The open item counted in. */
const closed = ({ open, ...sums }: ItemClusters): ItemClusters => {
  if (open === null) return { open, ...sums };
  const { runs, solved, labels, residual, residualSquares } = open;
  return {
    open: null,
    byRuns: merged(sums.byRuns, [[runs, 1, Number(solved === runs)]]),
    squares: plus(sums.squares, [runs * runs, runs * solved, solved * solved]),
    residuals: plus(sums.residuals, [
      labels * labels,
      labels * residual,
      residual * residual,
      labels,
      residual,
      residualSquares,
    ]),
  };
};

/** One more run. Runs of an item come one after the other; an episode without an item is an item of its own. */
export const withRun = (
  clusters: ItemClusters,
  run: { readonly itemId?: string | null; readonly solved: boolean; readonly confidence?: number | null },
): ItemClusters => {
  const itemId = run.itemId ?? null;
  const goesOn = clusters.open !== null && itemId !== null && clusters.open.itemId === itemId;
  const before = goesOn ? clusters : closed(clusters);
  const open = before.open ?? { itemId, runs: 0, solved: 0, labels: 0, residual: 0, residualSquares: 0 };
  const labelled = typeof run.confidence === 'number';
  const residual = labelled ? Number(run.solved) - run.confidence : 0;
  return {
    ...before,
    open: {
      itemId,
      runs: open.runs + 1,
      solved: open.solved + Number(run.solved),
      labels: open.labels + Number(labelled),
      residual: open.residual + residual,
      residualSquares: open.residualSquares + residual * residual,
    },
  };
};

/** Two parts as one. Each item belongs to one of them as a whole. */
export const mergedClusters = (a: ItemClusters, b: ItemClusters): ItemClusters => {
  const [left, right] = [closed(a), closed(b)];
  return {
    open: null,
    byRuns: merged(left.byRuns, right.byRuns),
    squares: plus(left.squares, right.squares),
    residuals: plus(left.residuals, right.residuals),
  };
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * How many times the variance of a mean over clusters is that of as many independent values (Kish, 1965, "Survey Sampling"): the sum over clusters of
 * the squared sum of deviations, over the sum of squared deviations, with the correction m/(m - 1) for m clusters. Between 1 and the size of a cluster, because runs of an item never repel each other.
 */
const designEffect = (
  betweenSum: number,
  withinSum: number,
  { clusters, size }: { clusters: number; size: number },
): number => {
  if (clusters < 2 || !(withinSum > 0)) return size;
  return Math.min(size, Math.max(1, ((betweenSum / withinSum) * clusters) / (clusters - 1)));
};

/** Intervals over items, of which this many runs were solved: Wilson's at the effective number of trials (Korn and Graubard, 1998, "Confidence intervals for proportions with small expected number of positive counts"). */
export const clusterMeasures = (clusters: ItemClusters, solved: number): ClusterMeasures => {
  const { byRuns, squares, residuals } = closed(clusters);
  const items = byRuns.reduce((sum, [, count]) => sum + count, 0);
  const episodes = byRuns.reduce((sum, [runs, count]) => sum + runs * count, 0);
  const most = byRuns.at(-1) ?? [0, 0, 0];
  const rate = share(solved, episodes);
  const between = squares[2] - 2 * rate * squares[1] + rate * rate * squares[0];
  const [labels2, both, residual2, labels, errors, errors2] = residuals;
  const mean = share(errors, labels);
  return {
    runsPerItem: most[0],
    passK: most[0] < 2 ? null : rateEstimate(most[2], most[1]),
    solveRate: rateEstimate(
      solved,
      episodes,
      designEffect(between, episodes * rate * (1 - rate), {
        clusters: items,
        size: Math.max(1, share(squares[0], episodes)),
      }),
    ),
    labelDesignEffect: designEffect(residual2 - 2 * mean * both + mean * mean * labels2, errors2 - mean * errors, {
      clusters: items,
      size: Math.max(1, share(labels2, labels)),
    }),
  };
};
