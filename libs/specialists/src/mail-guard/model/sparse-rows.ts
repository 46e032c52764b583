/** Rows of numbers most of which are 0, row after row (CSR): row r holds, from `starts[r]` to `starts[r + 1]`, its columns and their values. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  /** How many columns there are. */
  readonly width: number;
}

/** Rows as `[column, value]` lists put one after another. */
export const sparseRows = (rows: readonly ReadonlyMap<number, number>[], width: number): SparseRows => {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(({ size }, row) => (starts[row + 1] = starts[row]! + size));
  const columns = new Int32Array(starts[rows.length]!);
  const values = new Float32Array(columns.length);
  let next = 0;
  for (const row of rows)
    for (const [column, value] of row) {
      columns[next] = column;
      values[next++] = value;
    }
  return { starts, columns, values, width };
};

/** How many rows have each column. */
export const rowsPerColumn = ({ columns, width }: SparseRows): Int32Array => {
  const counts = new Int32Array(width);
  columns.forEach((column) => (counts[column]! += 1));
  return counts;
};

/** Sum of the squares of each row, and of 1 for the bias. */
export const squaredLengths = ({ starts, values }: SparseRows): Float64Array =>
  Float64Array.from({ length: starts.length - 1 }, (_, row) => {
    let sum = 1;
    for (let index = starts[row]!; index < starts[row + 1]!; index++) sum += values[index]! * values[index]!;
    return sum;
  });

/** Factors that bring a row's features of each kind to the same length, and the row to length 1: from the sums of squares of each kind. */
export const kindFactors = (squares: Float64Array): Float64Array => {
  const kinds = squares.reduce((sum, each) => sum + (each > 0 ? 1 : 0), 0);
  return squares.map((each) => (each > 0 ? 1 / Math.sqrt(each * kinds) : 0));
};

/** Each column times its factor, then each row at length 1 with an equal share for each kind of column. */
export const scaledRows = (
  rows: SparseRows,
  factors: Float64Array | null,
  kindOf: Uint8Array,
  kinds: number,
): SparseRows => {
  const { starts, columns } = rows;
  const values = rows.values.slice();
  const squares = new Float64Array(kinds);
  for (let row = 0; row + 1 < starts.length; row++) {
    squares.fill(0);
    for (let index = starts[row]!; index < starts[row + 1]!; index++) {
      const column = columns[index]!;
      values[index]! *= factors === null ? 1 : factors[column]!;
      squares[kindOf[column]!]! += values[index]! * values[index]!;
    }
    const scales = kindFactors(squares);
    for (let index = starts[row]!; index < starts[row + 1]!; index++)
      values[index]! *= scales[kindOf[columns[index]!]!]!;
  }
  return { ...rows, values };
};
