import {
  gateLedger,
  ledgerTest,
  type GateLedger,
  type GateLedgerCommand,
  type GateLedgerEvent,
  type LedgerTest,
  type ReserveAlpha,
  type SettleAlpha,
} from '@ao/domain-orchestrator';
import { commandHandler, type CommandHandler, type EventMetadata, type EventStore } from '@ao/event-store';
import { DomainError } from '@ao/kernel';

/** Commands for the ledger of a slot; the id is the slot. */
export type LedgerCommands = CommandHandler<GateLedgerCommand, GateLedgerEvent, GateLedger>;

/** The ledgers of this log, streams `ledger-<slot>`. */
export const ledgerCommands = (store: EventStore): LedgerCommands => commandHandler(store, 'ledger', gateLedger);

/** Which look at its holdout a test was, from 1. */
const lookOf = (state: GateLedger, { test, taskSet }: LedgerTest): number =>
  state.status === 'open' ? state.tests.filter((each) => each.taskSet === taskSet && each.test <= test).length : 0;

/** The test that this comparison has, reserved now or before: safe to ask again after a crash. Throws what the decider refuses. */
export const reserveAlpha = async (
  ledgers: LedgerCommands,
  data: ReserveAlpha['data'],
  metadata: EventMetadata,
): Promise<LedgerTest & { readonly look: number }> => {
  const { state } = await ledgers(data.slot, { type: 'ReserveAlpha', data }, metadata);
  const test = ledgerTest(state, data.jobId, data.finalist);
  if (!test)
    throw new DomainError(
      'internal',
      `the ledger of ${data.slot} lost the test of finalist ${data.finalist} of job ${data.jobId}`,
    );
  return { ...test, look: lookOf(state, test) };
};

/** Says what became of a test: safe to say again. */
export const settleAlpha = async (
  ledgers: LedgerCommands,
  { slot, ...data }: SettleAlpha['data'] & { readonly slot: string },
  metadata: EventMetadata,
): Promise<void> => {
  await ledgers(slot, { type: 'SettleAlpha', data }, metadata);
};
