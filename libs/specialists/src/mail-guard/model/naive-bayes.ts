import type { LinearModel } from './linear-model.js';
import type { FitInput } from './training-rows.js';

interface Mass {
  /** Feature mass per column and label, laid out as a model's weights. */
  readonly cells: Float64Array;
  /** Per label. */
  readonly totals: Float64Array;
  /** Rows per label. */
  readonly counts: Float64Array;
}

const massOf = ({ rows, labelOfRow, labels, use }: FitInput): Mass => {
  const cells = new Float64Array(rows.width * labels);
  const [totals, counts] = [new Float64Array(labels), new Float64Array(labels)];
  for (const row of use) {
    const label = labelOfRow[row]!;
    counts[label]! += 1;
    for (let index = rows.starts[row]!; index < rows.starts[row + 1]!; index++) {
      cells[rows.columns[index]! * labels + label]! += rows.values[index]!;
      totals[label]! += rows.values[index]!;
    }
  }
  return { cells, totals, counts };
};

/** Multinomial naive Bayes with Lidstone smoothing (Manning, Raghavan, Schuetze, Introduction to Information Retrieval, section 13.2). */
export const fitMultinomial = (input: FitInput, smoothing: number): LinearModel => {
  const { cells, totals, counts } = massOf(input);
  const norms = totals.map((total) => Math.log(total + smoothing * input.rows.width));
  const weights = new Float32Array(cells.length);
  for (let cell = 0; cell < cells.length; cell++)
    weights[cell] = Math.log(cells[cell]! + smoothing) - norms[cell % totals.length]!;
  // A label without a row in this part of the split is as likely as half a row.
  return { bias: counts.map((count) => Math.log(Math.max(count, 0.5) / input.use.length)), weights };
};

/** Complement naive Bayes: a label is judged by what the other labels say (Rennie, Shih, Teevan, Karger, ICML 2003, section 3.1); no prior. */
export const fitComplement = (input: FitInput, smoothing: number): LinearModel => {
  const { cells, totals } = massOf(input);
  const width = totals.length;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const columnMass = new Float64Array(input.rows.width);
  cells.forEach((mass, cell) => (columnMass[Math.floor(cell / width)]! += mass));
  const norms = totals.map((total) => Math.log(all - total + smoothing * input.rows.width));
  const weights = new Float32Array(cells.length);
  for (let cell = 0; cell < cells.length; cell++)
    weights[cell] = norms[cell % width]! - Math.log(columnMass[Math.floor(cell / width)]! - cells[cell]! + smoothing);
  return { bias: new Float64Array(width), weights };
};
