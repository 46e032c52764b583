/** A result and the seconds that it took. */
export const timed = <Result>(run: () => Result): { readonly result: Result; readonly seconds: number } => {
  const started = performance.now();
  const result = run();
  return { result, seconds: (performance.now() - started) / 1000 };
};

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
