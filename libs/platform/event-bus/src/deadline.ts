import { DomainError } from '@ao/kernel';

/** The promise, or DomainError `unavailable` when it takes longer. What it does goes on unseen; a late failure is dropped. */
export const within = async <T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DomainError('unavailable', `${what} did not answer within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
