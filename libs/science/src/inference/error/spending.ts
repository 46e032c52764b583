import { spendingRules, type SpendingRule } from '@ao/kernel';
import { shareAlpha } from './alpha-spending.js';

/** A test that took its part of the error: what it may spend, and whether it promoted; null while it runs. */
export interface SpentTest {
  readonly alpha: number;
  readonly promoted: boolean | null;
}

/** How a slot's error is shared over its tests. */
export type SpendingName = SpendingRule;

export const spendingNames: readonly SpendingName[] = spendingRules;

const promotionsIn = (past: readonly SpentTest[]): number => past.filter(({ promoted }) => promoted === true).length;

/**
 * Error that the next test may spend, of `total` for all tests there will ever be. A test may spend less than it is offered; one that
 * still runs counts as one that did not promote. Every part is total * gamma_t with gamma_t = 6 / (pi t)^2 for the t-th test, and:
 *
 * - `family_wise`: the test also inherits the error of the one before it where that one promoted. The probability that any candidate
 *   that is no better is ever promoted is at most `total`, however the tests depend on each other (they share a holdout and an
 *   incumbent). Online fallback: Tian and Ramdas (2021), "Online control of the familywise error rate", section 3; Wiens (2003) for a
 *   fixed number of tests. Why: as long as no promotion was false, a test of a candidate that is no better has at most its own part and those of the run
 *   of better candidates right before it, a number fixed by which candidates are better; these numbers add up to at most `total`.
 * - `e_lond`: times one more than the promotions so far. The expected share of false promotions among all promotions is at most `total`,
 *   under any dependence, because the tests are e-processes stopped at 1/alpha: Xu and Ramdas (2024), "Online multiple testing with e-values", section 3.
 */
export const nextAlpha = (rule: SpendingName, total: number, past: readonly SpentTest[]): number => {
  const share = shareAlpha(total, past.length);
  if (rule === 'e_lond') return share * (promotionsIn(past) + 1);
  const before = past.at(-1);
  return before?.promoted === true ? share + before.alpha : share;
};

/**
 * Error of `total` that is gone: for `family_wise` that of the tests that did not promote, as what a promotion spent goes on to the next;
 * for `e_lond` each test's error over one more than the promotions before it. Never more than `total` where no test took more than it was offered.
 */
export const spentAlpha = (rule: SpendingName, past: readonly SpentTest[]): number => {
  if (rule === 'family_wise')
    return past.reduce((sum, { alpha, promoted }) => (promoted === true ? sum : sum + alpha), 0);
  let promotions = 0;
  let spent = 0;
  for (const { alpha, promoted } of past) {
    spent += alpha / (promotions + 1);
    promotions += Number(promoted === true);
  }
  return spent;
};
