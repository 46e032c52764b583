import type { LinearModel } from './linear-model.js';
import type { TrainingRows } from './training-rows.js';

/** Feature mass per column and label, laid out as a model's weights, and per label. */
const massOf = ({
  labels,
  columnOf,
  rows,
}: TrainingRows): { readonly cells: Float64Array; readonly totals: Float64Array } => {
  const cells = new Float64Array(columnOf.size * labels.length);
  const totals = new Float64Array(labels.length);
  for (const { label, columns, weights } of rows) {
    columns.forEach((column, index) => {
      const weight = weights[index] ?? 0;
      const cell = column * labels.length + label;
      cells[cell] = (cells[cell] ?? 0) + weight;
      totals[label] = (totals[label] ?? 0) + weight;
    });
  }
  return { cells, totals };
};

/** Multinomial naive Bayes with Lidstone smoothing (Manning, Raghavan, Schuetze, Introduction to Information Retrieval, section 13.2). */
export const fitMultinomial = (training: TrainingRows, smoothing: number): LinearModel => {
  const { cells, totals } = massOf(training);
  const norms = totals.map((total) => Math.log(total + smoothing * training.columnOf.size));
  const weights = Float32Array.from(
    cells,
    (mass, cell) => Math.log(mass + smoothing) - (norms[cell % totals.length] ?? 0),
  );
  return { bias: Float64Array.from(training.counts, (count) => Math.log(count / training.rows.length)), weights };
};

/** Complement naive Bayes: a label is judged by what the other labels say (Rennie, Shih, Teevan, Karger, ICML 2003, section 3.1); no prior. */
export const fitComplement = (training: TrainingRows, smoothing: number): LinearModel => {
  const { cells, totals } = massOf(training);
  const width = totals.length;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const columnMass = new Float64Array(training.columnOf.size);
  cells.forEach((mass, cell) => (columnMass[Math.floor(cell / width)]! += mass));
  const norms = totals.map((total) => Math.log(all - total + smoothing * training.columnOf.size));
  const weights = Float32Array.from(
    cells,
    (mass, cell) =>
      (norms[cell % width] ?? 0) - Math.log((columnMass[Math.floor(cell / width)] ?? 0) - mass + smoothing),
  );
  return { bias: new Float64Array(width), weights };
};
