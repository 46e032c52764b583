import type { LedgerRow, SpentTestRow } from '../jobs/policy-rows.js';
import { looksText } from '../report/error.text.js';
import { brief, decimal, none } from '../terminal/format.js';
import { moment } from '../terminal/moment.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';

const freshDue = ({ holdouts }: LedgerRow, { colour }: Style): string =>
  holdouts.some(({ fresh_due }) => fresh_due) ? colour.yellow('fresh due') : 'fit';

/** One line a slot. */
export const ledgersText = (ledgers: readonly LedgerRow[], style: Style): string =>
  ledgers.length === 0
    ? 'No slot has spent any error yet: nothing was compared at a gate.'
    : table(
        ledgers,
        [
          { head: 'SLOT', cell: ({ slot }, { colour }) => colour.bold(slot), flexible: true },
          { head: 'TESTS', cell: ({ tests_total }) => String(tests_total), align: 'right' },
          { head: 'PROMOTED', cell: ({ promotions }) => String(promotions), align: 'right' },
          { head: 'LEFT', cell: ({ left }) => decimal(left), align: 'right' },
          { head: 'OF', cell: ({ slot_alpha }) => decimal(slot_alpha), align: 'right' },
          { head: 'NEXT', cell: ({ next_alpha }) => decimal(next_alpha), align: 'right' },
          { head: 'HOLDOUT', cell: freshDue },
        ],
        style,
      );

const rules: Readonly<Record<string, string>> = {
  family_wise: 'family-wise: the chance of any false promotion in its life',
  e_lond: 'e-LOND: the share of false promotions among all',
};

const verdictText = ({ promoted }: SpentTestRow, { colour }: Style): string =>
  promoted === null ? 'open' : promoted ? colour.green('promoted') : 'not promoted';

const testsText = (tests: readonly SpentTestRow[], style: Style): string =>
  table(
    [...tests].reverse(),
    [
      { head: 'TEST', cell: ({ test }) => String(test), align: 'right' },
      { head: 'ALPHA', cell: ({ alpha }) => decimal(alpha), align: 'right' },
      { head: 'VERDICT', cell: verdictText },
      { head: 'CANDIDATE', cell: ({ candidate_hash }) => brief(candidate_hash) },
      ...(style.whole || style.width >= 100
        ? [{ head: 'AT', cell: ({ reserved_at }: SpentTestRow) => moment(reserved_at, style) }]
        : []),
      { head: 'JOB', cell: ({ job_id }) => job_id, flexible: true },
    ],
    style,
  );

const holdoutText = ({ task_set, looks, looks_allowed }: LedgerRow['holdouts'][number], style: Style): string => {
  const [name, hash] = task_set.split('@');
  return `  ${name} @${brief(hash)}  ${looksText(looks, looks_allowed, style)}`;
};

/** One slot's ledger: what was promised, what is left, every test that took of it, newest first. */
export const ledgerText = (ledger: LedgerRow, style: Style): string => {
  const { slot, spending, slot_alpha, spent, left, next_alpha, tests, tests_total, holdouts } = ledger;
  const { colour } = style;
  return [
    `${colour.bold(slot)}  at most ${decimal(slot_alpha)} over its life`,
    `  ${colour.dim(rules[spending] ?? spending)}`,
    `  ${decimal(spent)} spent, ${decimal(left)} left, ${next_alpha === null ? `${none} for the next: a test is open` : `${decimal(next_alpha)} for the next test`}`,
    ...holdouts.map((holdout) => holdoutText(holdout, style)),
    '',
    testsText(tests, style),
    ...(tests_total > tests.length ? [colour.dim(`and ${tests_total - tests.length} before them`)] : []),
  ].join('\n');
};
