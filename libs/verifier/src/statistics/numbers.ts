export const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** NaN of nothing. */
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/**
 * Where a condition turns false on the way from `inside`, where it holds, to `outside`, where it does not: sixty halvings, which is as near
 * as a double can tell. `inside` may be the greater one.
 */
export const bisect = (holds: (x: number) => boolean, inside: number, outside: number): number => {
  let [near, far] = [inside, outside];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (near + far) / 2;
    if (holds(middle)) near = middle;
    else far = middle;
  }
  return far;
};
