import { filtersOf, type LeaseRow as ServedLease, topics } from '@ao/contracts';
import { isOld, owned, snakeCase, unknownRow } from '../view/fold-rules.js';
import type { InTime, FactOf, FoldRow, Rule, View } from '../view/view.js';

/** A lease: who may spend how much on what, and what is spent. */
export type LeaseRow = FoldRow<ServedLease, { readonly _open: Readonly<Record<string, Amount>> }>;
type Amount = ServedLease['budget'];

type LeaseFact =
  'lease.granted' | 'lease.denied' | 'lease.released' | 'lease.expired' | 'budget.reserved' | 'budget.committed';

const nothing: Amount = { episodes: 0, tokens: 0, cost_micros: 0 };
const unknownLease = (lease_id: string): LeaseRow => ({
  ...unknownRow,
  lease_id,
  status: 'granted',
  principal: '',
  subject: '',
  capability: '',
  resource: '',
  wall_ms: 0,
  budget: nothing,
  spent: nothing,
  reserved: nothing,
  policies: [],
  reason: null,
  fencing_token: null,
  expires_at: null,
  _open: {},
});

const amount = (given: { episodes: number; tokens: number; costMicros: number } | undefined): Amount =>
  given === undefined ? nothing : { episodes: given.episodes, tokens: given.tokens, cost_micros: given.costMicros };

const plus = (one: Amount, other: Amount): Amount => ({
  episodes: one.episodes + other.episodes,
  tokens: one.tokens + other.tokens,
  cost_micros: one.cost_micros + other.cost_micros,
});

const withOpen = (_open: LeaseRow['_open']): Pick<LeaseRow, '_open' | 'reserved'> => ({
  _open,
  reserved: Object.values(_open).reduce(plus, nothing),
});

const without = (open: LeaseRow['_open'], id: string): LeaseRow['_open'] =>
  Object.fromEntries(Object.entries(open).filter(([key]) => key !== id));

const own = <Type extends LeaseFact>(
  change: (fact: FactOf<Type>, row: LeaseRow) => Partial<LeaseRow>,
): Rule<LeaseRow, Type> => ({
  row: ({ data }) => data.leaseId,
  fold: (row, fact, meta) => {
    if (isOld(row, meta)) return row;
    const known = row ?? unknownLease(fact.data.leaseId);
    return { ...known, ...change(fact, known), ...owned(row, meta) };
  },
});

const asked = <Type extends 'lease.granted' | 'lease.denied'>(fact: FactOf<Type>): Partial<LeaseRow> => ({
  ...(snakeCase(fact)['request'] as Partial<LeaseRow> | undefined),
  policies: fact.data.policies,
});

const isOver = (row: LeaseRow, now: Date): boolean =>
  row.status === 'granted' && row.expires_at !== null && new Date(row.expires_at) <= now;

/** A lease ends with its time, though nobody touches it: the fact that says so comes with the next call that does. */
const inTime: InTime<LeaseRow> = {
  at: (row, now) => (isOver(row, now) ? { ...row, status: 'expired', reserved: nothing } : row),
  where: {
    status: (value, now) => `
      status in (${value}, case ${value} when 'expired' then 'granted' else ${value} end)
      and ${value} = case when status = 'granted' and (body ->> 'expires_at')::timestamptz <= ${now}::text::timestamptz then 'expired' else status end`,
  },
};

/** Leases with their budgets. */
export const leases: View<LeaseRow> = {
  name: 'leases',
  revision: 1,
  filters: filtersOf('leases'),
  about: { topic: topics.lease.name },
  inTime,
  rules: {
    'lease.granted': own((fact) => ({
      ...asked(fact),
      status: 'granted',
      fencing_token: fact.data.fencingToken,
      expires_at: new Date(fact.data.expiresAtMs).toISOString(),
    })),
    'lease.denied': own((fact) => ({ ...asked(fact), status: 'denied', reason: fact.data.reason })),
    'lease.released': own(({ data }) => ({ status: 'released', spent: amount(data.spent), ...withOpen({}) })),
    'lease.expired': own(({ data }) => ({ status: 'expired', spent: amount(data.spent), ...withOpen({}) })),
    'budget.reserved': own(({ data }, row) => withOpen({ ...row._open, [data.reservationId]: amount(data.amount) })),
    'budget.committed': own(({ data }, row) => ({
      spent: amount(data.total),
      ...(data.over === undefined ? {} : { over: plus(row.over ?? nothing, amount(data.over)) }),
      ...withOpen(without(row._open, data.reservationId)),
    })),
  },
};
