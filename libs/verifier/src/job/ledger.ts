import { sum } from '../statistics/numbers.js';
import { expectFields } from './expect.js';
import type { GateRules, LedgerReserved, LedgerSettled } from './recorded.js';
import { told, type LedgerTest, type Story } from './story.js';

/** The t-th part of an error, t from 1: 6 / (pi t)^2 of it; all parts add up to the whole. */
const partOf = (alpha: number, t: number): number => (alpha * 6) / (Math.PI * t) ** 2;

const promotionsIn = (tests: readonly LedgerTest[]): number => tests.filter(({ promoted }) => promoted === true).length;

/** What the slot's next test may spend, and what is gone. */
interface Spending {
  readonly nextAlpha: number;
  readonly spent: number;
}

/**
 * How the error of a slot is shared over its life.
 * family_wise: the online fallback procedure, Tian and Ramdas (2021), "Online control of the familywise error rate", section 3: a test also
 * inherits the error of the one before where that one promoted, and only tests that did not promote use up error.
 * e_lond: Xu and Ramdas (2024), "Online multiple testing with e-values", section 3: its part times one more than the promotions so far.
 */
const spendingAfter = ({ slotAlpha, spending }: GateRules, tests: readonly LedgerTest[]): Spending => {
  const part = partOf(slotAlpha, tests.length + 1);
  if (spending === 'e_lond')
    return {
      nextAlpha: part * (promotionsIn(tests) + 1),
      spent: sum(tests.map(({ alpha }, at) => alpha / (promotionsIn(tests.slice(0, at)) + 1))),
    };
  const last = tests.at(-1);
  return {
    nextAlpha: part + (last?.promoted === true ? last.alpha : 0),
    spent: sum(tests.map(({ alpha, promoted }) => (promoted === true ? 0 : alpha))),
  };
};

/** A job that asks for less than the slot has shares what it asks for over its finalists in the same way. */
const capOf = ({ alpha, slotAlpha }: GateRules, finalist: number): number =>
  alpha < slotAlpha ? partOf(alpha, finalist + 1) : slotAlpha;

/** A test takes its part: the ledger's rule says how much, and where the test is the job's own, both say the same. */
export const ledgerReserved = (story: Story, data: LedgerReserved, line: number): void => {
  const { jobId, slot, gate, taskSet } = told(story.request, 'the training');
  const { tests } = story;
  const grant = data.jobId === jobId ? story.grants[data.finalist] : undefined;
  const offered = spendingAfter(gate, tests).nextAlpha;
  const look = tests.filter((each) => each.taskSet === data.taskSet).length + 1;
  tests.push({ ...data, grant, promoted: null });
  expectFields(story, line, data, {
    slot,
    test: tests.length,
    // Another job may have asked for less than it was offered.
    alpha: Math.min(offered, grant ? capOf(gate, data.finalist) : data.alpha),
    look,
    spent: spendingAfter(gate, tests).spent,
    slotAlpha: gate.slotAlpha,
    spending: gate.spending,
    ...(grant && {
      candidateHash: told(story.finalists[data.finalist], 'such a finalist').configurationHash,
      taskSet: `${taskSet.name}@${taskSet.hash}`,
      looksAllowed: gate.holdoutLooks,
    }),
  });
  if (grant === undefined) return;
  const { test, alpha, look: recorded, looksAllowed } = data;
  expectFields(story, grant.line, grant, { test, alpha, look: recorded, looksAllowed });
};

/** A test ends: promoted exactly where this file promotes, where the test is the job's own. */
export const ledgerSettled = (story: Story, data: LedgerSettled, line: number): void => {
  const test = told(story.tests[data.test - 1], 'such a test');
  test.promoted = data.promoted;
  const { jobId, finalist, grant } = test;
  const promoted = grant ? story.decisions[finalist]?.outcome === 'promoted' : data.promoted;
  const { gate } = told(story.request, 'the training');
  expectFields(story, line, data, { jobId, finalist, promoted, ...spendingAfter(gate, story.tests) });
};

/** Parts of the error that the job recorded and the ledger does not know. */
export const expectAllGrants = ({ grants, tests, report }: Story): void => {
  const known = tests.filter(({ grant }) => grant !== undefined).length;
  for (const { line } of grants.slice(known)) report(line, 'expected this part of the error in the ledger, found none');
};
