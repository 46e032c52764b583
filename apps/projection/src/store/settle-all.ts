/**
 * Waits for all of them, and then throws what the first failed one threw. In a transaction `Promise.all` is not enough: it throws
 * while others go on, and what they send then runs after the rollback, outside of the transaction.
 */
export const settleAll = async <T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  const results: readonly PromiseSettledResult<unknown>[] = await Promise.allSettled(work);
  const failed = results.find((result): result is PromiseRejectedResult => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
};
