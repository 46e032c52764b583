import {
  checkRequest,
  type Amount,
  type Lease,
  type LeaseCommand,
  type LeaseEvent,
  type LeaseRequest,
  type Verdict,
} from '@ao/domain-lease';
import type { CommandHandler } from '@ao/event-store';
import { DomainError, isDomainError } from '@ao/kernel';
import type { CallContext } from '@ao/rpc';
import type { PolicyEngine } from '../policy/policy-engine.js';
import type { FencingTokens } from './fencing-tokens.js';

/** A reservation as its holder names it. */
export interface Held {
  readonly leaseId: string;
  readonly fencingToken: number;
  readonly reservationId: string;
}

/** The edge of the lease aggregate: adds time, fencing tokens and the policies' verdict to commands. Every method may be repeated. */
export interface Leases {
  acquire(leaseId: string, request: LeaseRequest, context: CallContext): Promise<Lease>;
  reserve(held: Held, amount: Amount, context: CallContext): Promise<Lease>;
  commit(held: Held, spent: Amount, context: CallContext): Promise<void>;
  release(held: Omit<Held, 'reservationId'>, context: CallContext): Promise<Lease>;
  /** What the lease holds now; records its end where it met one. */
  look(leaseId: string, context: CallContext): Promise<Lease>;
  simulate(request: LeaseRequest, context: CallContext): Verdict;
}

export interface LeasesOptions {
  /** Commands of the lease aggregate. */
  readonly handle: CommandHandler<LeaseCommand, LeaseEvent, Lease>;
  readonly engine: PolicyEngine;
  readonly fencingTokens: FencingTokens;
}

/** Services speak for whom they say; everybody else for himself. */
const checkPrincipal = ({ principal }: LeaseRequest, { role, subject }: CallContext): void => {
  if (role !== 'service' && principal !== subject)
    throw new DomainError('permission_denied', `${subject} may not ask for ${principal}`, [
      { path: 'request.principal', message: `must be "${subject}"` },
    ]);
};

type Spending = Extract<LeaseCommand, { fencingToken: number }>;

export const leases = ({ handle, engine, fencingTokens }: LeasesOptions): Leases => {
  const send = async (
    leaseId: string,
    command: LeaseCommand,
    { corrId, causationId, subject }: CallContext,
  ): Promise<Lease> => {
    const paid = 'fencingToken' in command ? { leaseId, fencingToken: command.fencingToken } : { leaseId };
    return (await handle(leaseId, command, { corrId, causationId, subject, ...paid })).state;
  };
  const look: Leases['look'] = (leaseId, context) => send(leaseId, { type: 'ExpireLease', nowMs: Date.now() }, context);
  /** Refused because the lease may have ended: its end is recorded before the refusal goes out. */
  const spend = async (leaseId: string, command: Spending, context: CallContext): Promise<Lease> => {
    try {
      return await send(leaseId, command, context);
    } catch (error) {
      if (isDomainError(error, 'failed_precondition')) await look(leaseId, context);
      throw error;
    }
  };
  return {
    async acquire(leaseId, request, context) {
      checkRequest(request, 1);
      checkPrincipal(request, context);
      const verdict = engine(request, context.role);
      return send(
        leaseId,
        { type: 'AcquireLease', leaseId, request, verdict, fencingToken: await fencingTokens(), nowMs: Date.now() },
        context,
      );
    },
    reserve: ({ leaseId, fencingToken, reservationId }, amount, context) =>
      spend(leaseId, { type: 'ReserveBudget', fencingToken, reservationId, amount, nowMs: Date.now() }, context),
    commit: async ({ leaseId, fencingToken, reservationId }, spent, context) =>
      void (await spend(
        leaseId,
        { type: 'CommitBudget', fencingToken, reservationId, spent, nowMs: Date.now() },
        context,
      )),
    release: ({ leaseId, fencingToken }, context) =>
      spend(leaseId, { type: 'ReleaseLease', fencingToken, nowMs: Date.now() }, context),
    look,
    simulate(request, context) {
      checkRequest(request);
      return engine(request, context.role);
    },
  };
};
