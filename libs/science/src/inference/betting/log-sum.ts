/** Log of a sum of exponentials, without overflow. */
export const logSum = (terms: readonly number[]): number => {
  const top = Math.max(...terms);
  return top === -Infinity ? top : top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
};
