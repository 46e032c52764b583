import type { SlotEvent } from '@ao/domain-logic';
import type { PublishedFact } from '@ao/service';

/** Private event -> public fact; the key is the slot. */
export const slotFact = ({ type, data }: SlotEvent, version: number): PublishedFact => {
  switch (type) {
    case 'SlotApplied':
    case 'SlotPromoted': {
      const { baseHash: _baseHash, ...changed } = data;
      return { type: 'logic.slot.changed', data: { ...changed, cause: type === 'SlotApplied' ? 'applied' : 'promoted', version } };
    }
    case 'SlotReverted': {
      const { configuration, configurationHash = '', unitId = '' } = data.inForce ?? {};
      return { type: 'logic.slot.changed', data: { slot: data.slot, configuration, configurationHash, unitId, cause: 'reverted', version } };
    }
  }
};
