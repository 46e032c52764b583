import { noSpend, type Spend } from '@ao/domain-evaluation';
import { DomainError } from '@ao/kernel';
import type { LeasePort } from '../lease/lease-port.js';

/** A lease in the memory of the test: caps, reservations, commits, each once. */
export interface MemoryLease extends LeasePort {
  /** Lease-policy cannot be reached while true. */
  away: boolean;
  /** When the lease ends, milliseconds since 1970. */
  expiresAtMs: number;
  /** What commits came to. */
  spent(): Spend;
  reserved(): Spend;
  /** Commits that changed something. */
  commits(): number;
}

const plus = (one: Spend, other: Spend): Spend => ({
  episodes: one.episodes + other.episodes,
  tokens: one.tokens + other.tokens,
  costMicros: one.costMicros + other.costMicros,
});
const total = (amounts: Iterable<Spend>): Spend => [...amounts].reduce(plus, noSpend);
const fits = (amount: Spend, cap: Spend): boolean =>
  amount.episodes <= cap.episodes && amount.tokens <= cap.tokens && amount.costMicros <= cap.costMicros;

/** A lease with these caps. */
export const memoryLease = (budget: Partial<Spend> = {}): MemoryLease => {
  const cap: Spend = { episodes: 1e9, tokens: 1e9, costMicros: 1e9, ...budget };
  const open = new Map<string, Spend>();
  const committed = new Map<string, Spend>();
  const check = (lease: MemoryLease): void => {
    if (lease.away) throw new DomainError('unavailable', 'lease-policy is away');
    if (Date.now() >= lease.expiresAtMs) throw new DomainError('failed_precondition', 'the lease has ended');
  };
  const lease: MemoryLease = {
    away: false,
    expiresAtMs: Date.now() + 3_600_000,
    spent: () => total(committed.values()),
    reserved: () => total(open.values()),
    commits: () => committed.size,
    reserve: async (_, id, amount) => {
      check(lease);
      if (!open.has(id) && !committed.has(id)) {
        if (!fits(total([...open.values(), ...committed.values(), amount]), cap))
          throw new DomainError('resource_exhausted', 'the budget is spent');
        open.set(id, amount);
      }
      return lease.expiresAtMs;
    },
    commit: async (_, id, spent) => {
      const known = committed.get(id);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(spent))
        throw new DomainError('failed_precondition', `${id} was committed with another amount`);
      check(lease);
      if (known !== undefined) return;
      const reserved = open.get(id);
      if (reserved === undefined) throw new DomainError('not_found', `nothing is reserved as ${id}`);
      open.delete(id);
      committed.set(id, spent);
    },
  };
  return lease;
};
