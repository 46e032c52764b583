import type { SlotEvent } from '@ao/domain-logic';
import { type RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';
import { labelMessages } from '../unit/unit.wire.js';

const changed = ({ type, data }: SlotEvent, version: number): readonly PublishedFact[] => {
  const { slot } = data;
  switch (type) {
    case 'SlotApplied':
    case 'SlotPromoted': {
      const { configuration, configurationHash, unitId } = data;
      return [
        {
          type: 'logic.slot.changed',
          data: {
            slot,
            configuration,
            configurationHash,
            unitId,
            cause: type === 'SlotApplied' ? 'applied' : 'promoted',
            version,
          },
        },
      ];
    }
    case 'SlotReverted': {
      const { configuration, configurationHash = '', unitId = '' } = data.inForce ?? {};
      return [
        {
          type: 'logic.slot.changed',
          data: { slot, configuration, configurationHash, unitId, cause: 'reverted', version },
        },
      ];
    }
    default:
      return [];
  }
};

const labelled = ({ data: { slot, labelled: at } }: SlotEvent, version: number): readonly PublishedFact[] =>
  at === undefined
    ? []
    : [
        {
          type: 'logic.slot.labelled',
          data: { slot, labels: labelMessages(at.labels), version, stale: [...at.stale] },
        },
      ];

/** Private event -> public facts; the key is the slot. */
export const slotFacts = ({ event, version }: RecordedEvent<SlotEvent>): readonly PublishedFact[] => [
  ...changed(event, version),
  ...labelled(event, version),
];
