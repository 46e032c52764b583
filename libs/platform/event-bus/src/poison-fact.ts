/** A handler throws this to say which fact of its batch it can never handle: that fact alone goes to the dead letters. */
export class PoisonFact extends Error {
  override readonly name = 'PoisonFact';

  constructor(
    /** The fact's `id`. */
    readonly factId: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** True for a PoisonFact of any copy of this package. */
export const isPoisonFact = (error: unknown): error is PoisonFact =>
  error instanceof Error && error.name === 'PoisonFact' && 'factId' in error;
