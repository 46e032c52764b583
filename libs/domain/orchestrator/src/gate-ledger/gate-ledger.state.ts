import { nextAlpha, spentAlpha, type SpendingName, type SpentTest } from '@ao/science';

/** A test of the slot: its error, and what became of it. */
export interface LedgerTest extends SpentTest {
  /** From 1. */
  readonly test: number;
  readonly jobId: string;
  readonly finalist: number;
  readonly candidateHash: string;
  /** "name@hash". */
  readonly taskSet: string;
}

/** How often one version of a holdout was looked at. */
export interface HoldoutLooks {
  readonly taskSet: string;
  readonly looks: number;
  readonly looksAllowed: number;
}

export interface OpenLedger {
  readonly status: 'open';
  readonly slot: string;
  readonly spending: SpendingName;
  readonly slotAlpha: number;
  readonly tests: readonly LedgerTest[];
  readonly holdouts: readonly HoldoutLooks[];
}

/** The error of a slot over its life: absent until a comparison asks for its part. */
export type GateLedger = { readonly status: 'absent' } | OpenLedger;

/** The test that this finalist of this job took, if it did. */
export const ledgerTest = (ledger: GateLedger, jobId: string, finalist: number): LedgerTest | undefined =>
  ledger.status === 'open'
    ? ledger.tests.find((test) => test.jobId === jobId && test.finalist === finalist)
    : undefined;

/** Error that the ledger offers the next test. */
export const offeredAlpha = ({
  spending,
  slotAlpha,
  tests,
}: Pick<OpenLedger, 'spending' | 'slotAlpha' | 'tests'>): number => nextAlpha(spending, slotAlpha, tests);

/** Error that is gone. */
export const goneAlpha = ({ spending, tests }: Pick<OpenLedger, 'spending' | 'tests'>): number =>
  spentAlpha(spending, tests);

/** Looks at this holdout so far. */
export const looksAt = (ledger: GateLedger, taskSet: string): number =>
  (ledger.status === 'open' ? ledger.holdouts.find((holdout) => holdout.taskSet === taskSet)?.looks : undefined) ?? 0;

/** A holdout that was looked at so often tells the search more and more of itself: a fresh one is due. The ledger says so and goes on. */
export const freshDue = ({ looks, looksAllowed }: Pick<HoldoutLooks, 'looks' | 'looksAllowed'>): boolean =>
  looks >= looksAllowed;

/** What a comparison asks of the ledger. Empty `spending`: what the slot has, family_wise for a new one. */
export interface AlphaWish {
  readonly slotAlpha: number;
  readonly spending: '' | SpendingName;
  /** The job's own cap. */
  readonly atMost: number;
}

/** Error that a comparison would get now: the smaller of the ledger's offer and the job's cap. A look that reserves nothing. */
export const alphaOnOffer = (ledger: GateLedger, { slotAlpha, spending, atMost }: AlphaWish): number =>
  Math.min(
    atMost,
    offeredAlpha(
      ledger.status === 'open'
        ? ledger
        : { slotAlpha, spending: spending === '' ? 'family_wise' : spending, tests: [] },
    ),
  );
