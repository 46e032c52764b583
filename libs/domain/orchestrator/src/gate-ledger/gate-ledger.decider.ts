import { DomainError, type Decider, type FieldViolation } from '@ao/kernel';
import { spendingNames } from '@ao/science';
import type { GateLedgerEvent, LedgerClaim } from './gate-ledger.events.js';
import {
  alphaOnOffer,
  goneAlpha,
  ledgerTest,
  looksAt,
  offeredAlpha,
  type AlphaWish,
  type GateLedger,
  type HoldoutLooks,
  type LedgerTest,
  type OpenLedger,
} from './gate-ledger.state.js';

type Data<Type extends GateLedgerEvent['type']> = Extract<GateLedgerEvent, { type: Type }>['data'];

/** A comparison asks for its part of the slot's error, before its first pair. */
export interface ReserveAlpha {
  readonly type: 'ReserveAlpha';
  readonly data: LedgerClaim &
    AlphaWish & {
      readonly candidateHash: string;
      /** "name@hash". */
      readonly taskSet: string;
      readonly looksAllowed: number;
    };
}

/** The comparison has its verdict. */
export interface SettleAlpha {
  readonly type: 'SettleAlpha';
  readonly data: Pick<LedgerClaim, 'jobId' | 'finalist'> & { readonly promoted: boolean };
}

export type GateLedgerCommand = ReserveAlpha | SettleAlpha;

const share = (path: string, value: number): FieldViolation[] =>
  value > 0 && value < 1 ? [] : [{ path, message: `must lie between 0 and 1, not ${value}` }];

const checkShape = ({ atMost, slotAlpha, spending, looksAllowed }: ReserveAlpha['data']): void => {
  const violations = [
    ...share('gate.alpha', atMost),
    ...share('slot_alpha', slotAlpha),
    ...(spending === '' || spendingNames.includes(spending)
      ? []
      : [{ path: 'gate.spending', message: `must be one of ${spendingNames.join(', ')}, not "${String(spending)}"` }]),
    ...(Number.isSafeInteger(looksAllowed) && looksAllowed >= 1
      ? []
      : [{ path: 'gate.holdout_looks', message: `must be a whole number of at least 1, not ${looksAllowed}` }]),
  ];
  if (violations.length > 0)
    throw new DomainError('invalid_argument', 'the part of the error that was asked for is not valid', violations);
};

/** A promise made over a life cannot be changed in the middle of it. */
const checkSame = ({ slot, spending, slotAlpha }: OpenLedger, asked: ReserveAlpha['data']): void => {
  const violations: FieldViolation[] = [];
  if (asked.spending !== '' && asked.spending !== spending)
    violations.push({
      path: 'gate.spending',
      message: `the slot spends "${spending}" over its life, not "${asked.spending}"`,
    });
  if (asked.slotAlpha !== slotAlpha)
    violations.push({
      path: 'gate.spending',
      message: `the slot has an error of ${slotAlpha} over its life, not ${asked.slotAlpha}`,
    });
  if (violations.length > 0)
    throw new DomainError('failed_precondition', `slot "${slot}" has another promise already`, violations);
};

const ledgerFor = (ledger: GateLedger, { slot, spending, slotAlpha }: ReserveAlpha['data']): OpenLedger =>
  ledger.status === 'open'
    ? ledger
    : {
        status: 'open',
        slot,
        spending: spending === '' ? 'family_wise' : spending,
        slotAlpha,
        tests: [],
        holdouts: [],
      };

const reserve = (data: ReserveAlpha['data'], state: GateLedger): readonly GateLedgerEvent[] => {
  const { slot, jobId, finalist, candidateHash, taskSet, looksAllowed } = data;
  const known = ledgerTest(state, jobId, finalist);
  if (known?.candidateHash === candidateHash) return [];
  if (known)
    throw new DomainError(
      'already_exists',
      `finalist ${finalist} of job ${jobId} has its part of the error already, with another candidate`,
    );
  checkShape(data);
  if (state.status === 'open') checkSame(state, data);
  const ledger = ledgerFor(state, data);
  const { spending, slotAlpha } = ledger;
  const alpha = alphaOnOffer(state, data);
  const test: LedgerTest = {
    test: ledger.tests.length + 1,
    jobId,
    finalist,
    candidateHash,
    taskSet,
    alpha,
    promoted: null,
  };
  const spent = goneAlpha({ spending, tests: [...ledger.tests, test] });
  const look = looksAt(state, taskSet) + 1;
  return [
    {
      type: 'AlphaReserved',
      data: {
        slot,
        test: test.test,
        jobId,
        finalist,
        candidateHash,
        alpha,
        taskSet,
        look,
        looksAllowed,
        spending,
        slotAlpha,
        spent,
      },
    },
  ];
};

const withVerdict = (tests: readonly LedgerTest[], test: number, promoted: boolean): readonly LedgerTest[] =>
  tests.map((each) => (each.test === test ? { ...each, promoted } : each));

const settle = ({ jobId, finalist, promoted }: SettleAlpha['data'], state: GateLedger): readonly GateLedgerEvent[] => {
  const known = ledgerTest(state, jobId, finalist);
  if (state.status === 'absent' || !known)
    throw new DomainError('not_found', `finalist ${finalist} of job ${jobId} has no part of the error`);
  if (known.promoted === promoted) return [];
  if (known.promoted !== null)
    throw new DomainError('failed_precondition', `finalist ${finalist} of job ${jobId} has its verdict already`);
  const { slot, spending, slotAlpha } = state;
  const tests = withVerdict(state.tests, known.test, promoted);
  const after = { spending, slotAlpha, tests };
  return [
    {
      type: 'AlphaSettled',
      data: {
        slot,
        test: known.test,
        jobId,
        finalist,
        promoted,
        nextAlpha: offeredAlpha(after),
        spent: goneAlpha(after),
      },
    },
  ];
};

const lookedAt = (
  holdouts: readonly HoldoutLooks[],
  { taskSet, look, looksAllowed }: Data<'AlphaReserved'>,
): readonly HoldoutLooks[] => [
  ...holdouts.filter((holdout) => holdout.taskSet !== taskSet),
  { taskSet, looks: look, looksAllowed },
];

const reserved = (state: GateLedger, data: Data<'AlphaReserved'>): GateLedger => {
  const { slot, spending, slotAlpha, test, jobId, finalist, candidateHash, taskSet, alpha } = data;
  const { tests, holdouts } = state.status === 'open' ? state : { tests: [], holdouts: [] };
  const added: LedgerTest = { test, jobId, finalist, candidateHash, taskSet, alpha, promoted: null };
  return { status: 'open', slot, spending, slotAlpha, tests: [...tests, added], holdouts: lookedAt(holdouts, data) };
};

/**
 * The error of a slot over its life, shared over the comparisons of all its jobs. A comparison reserves its part before it looks at the holdout and says
 * afterwards what became of it; one that never says spent its part for nothing. Stream `ledger-<slot>`.
 */
export const gateLedger: Decider<GateLedgerCommand, GateLedgerEvent, GateLedger> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    switch (command.type) {
      case 'ReserveAlpha':
        return reserve(command.data, state);
      case 'SettleAlpha':
        return settle(command.data, state);
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'AlphaReserved':
        return reserved(state, event.data);
      case 'AlphaSettled':
        return state.status === 'open'
          ? { ...state, tests: withVerdict(state.tests, event.data.test, event.data.promoted) }
          : state;
    }
  },
};
