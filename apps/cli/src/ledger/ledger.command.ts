import { listed } from '../connection/lists.js';
import type { LedgerRow } from '../jobs/policy-rows.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { ledgersText, ledgerText } from './ledger.text.js';

/** `ao ledger [SLOT]`. */
export const ledgerCommand: AddCommand = (program, open) => {
  subcommand(
    program,
    'ledger [slot]',
    'the error that slots have spent over their life, and the looks at their holdouts',
  ).action(async (slot: string | undefined, options: CommonOptions) => {
    const session = open(options);
    const { gateway, show } = session;
    if (slot === undefined) {
      const { more: _, ...page } = await listed<LedgerRow>(session, '/state/gate-ledgers', {}, Infinity);
      return show(page, (style) => ledgersText(page.items, style));
    }
    const row = await gateway.get<LedgerRow>(`/state/gate-ledgers/${encodeURIComponent(slot)}`);
    return show(row, (style) => ledgerText(row, style));
  });
};
