import { isOld, owned, snakeCase, unknownRow } from '../view/fold-rules.js';
import type { FactOf, Rule, View, ViewRow } from '../view/view.js';

/** Amounts that a lease caps. */
export interface Amount {
  readonly episodes: number;
  readonly tokens: number;
  readonly cost_micros: number;
}

/** A lease: who may spend how much on what, and what is spent. */
export interface LeaseRow extends ViewRow {
  readonly lease_id: string;
  readonly status: 'granted' | 'denied' | 'released' | 'expired';
  readonly principal: string;
  readonly subject: string;
  readonly capability: string;
  readonly resource: string;
  readonly wall_ms: number;
  readonly budget: Amount;
  readonly spent: Amount;
  /** Set aside and neither spent nor given back. */
  readonly reserved: Amount;
  readonly policies: readonly string[];
  readonly reason: string | null;
  readonly fencing_token: number | null;
  readonly expires_at: string | null;
  readonly _open: Readonly<Record<string, Amount>>;
}

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

const withOpen = (_open: LeaseRow['_open']): Pick<LeaseRow, '_open' | 'reserved'> => ({
  _open,
  reserved: Object.values(_open).reduce(
    (sum, one) => ({
      episodes: sum.episodes + one.episodes,
      tokens: sum.tokens + one.tokens,
      cost_micros: sum.cost_micros + one.cost_micros,
    }),
    nothing,
  ),
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

/** Leases with their budgets. */
export const leases: View<LeaseRow> = {
  name: 'leases',
  revision: 1,
  filters: ['status', 'subject', 'capability'],
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
      ...withOpen(without(row._open, data.reservationId)),
    })),
  },
};
