import type { SpendingName } from '@ao/science';

// Stored history: renaming a type or a field changes what was recorded. Add; never rename.

/** One comparison of a job with the incumbent: who took a part of the slot's error. */
export interface LedgerClaim {
  readonly slot: string;
  readonly jobId: string;
  /** Place among the job's finalists, from 0. */
  readonly finalist: number;
}

/** What happens to the error of a slot over its life. */
export type GateLedgerEvent =
  | {
      readonly type: 'AlphaReserved';
      readonly data: LedgerClaim & {
        /** Which test in the slot's life, from 1. */
        readonly test: number;
        readonly candidateHash: string;
        /** Error that the comparison may spend: the smaller of the ledger's offer and the job's own cap. */
        readonly alpha: number;
        /** "name@hash" of the task set whose holdout is looked at. */
        readonly taskSet: string;
        /** Which look at that holdout, from 1. */
        readonly look: number;
        /** Looks after which a fresh holdout is due. */
        readonly looksAllowed: number;
        readonly spending: SpendingName;
        /** Error of the slot over its life. */
        readonly slotAlpha: number;
        /** Error that is gone, this test's included. */
        readonly spent: number;
      };
    }
  | {
      readonly type: 'AlphaSettled';
      readonly data: LedgerClaim & {
        readonly test: number;
        readonly promoted: boolean;
        /** Error that the ledger offers the next test. */
        readonly nextAlpha: number;
        /** Error that is gone; what came back is not. */
        readonly spent: number;
      };
    };
