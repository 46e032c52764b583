import type { DecodedFact } from '@ao/contracts';
import type { GateLedgerEvent } from '@ao/domain-orchestrator';
import type { RecordedEvent } from '@ao/event-store';

/** Private event -> public fact, under the slot as its key. */
export const gateLedgerFacts = ({ event }: RecordedEvent<GateLedgerEvent>): DecodedFact & { readonly key: string } => {
  const { slot } = event.data;
  switch (event.type) {
    case 'AlphaReserved':
      return { key: slot, type: 'promotion.alpha.reserved', data: { ...event.data } };
    case 'AlphaSettled': {
      const { test, promoted, nextAlpha, spent } = event.data;
      return { key: slot, type: 'promotion.alpha.settled', data: { slot, test, promoted, nextAlpha, spent } };
    }
  }
};
