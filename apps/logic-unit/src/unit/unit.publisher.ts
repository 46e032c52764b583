import type { UnitEvent } from '@ao/domain-logic';
import type { PublishedFact } from '@ao/service';
import { manifestMessage, patchMessage } from './unit.answers.js';

/** Private event -> public fact; the key is the unit id. */
export const unitFact = ({ type, data }: UnitEvent): PublishedFact => {
  switch (type) {
    case 'UnitInstalled':
      return { type: 'logic.unit.installed', data: { manifest: manifestMessage(data.manifest) } };
    case 'UnitApplied':
      return { type: 'logic.unit.applied', data: { unitId: data.unitId } };
    case 'UnitPromoted':
      return { type: 'logic.unit.promoted', data: { unitId: data.unitId, patches: data.patches.map(patchMessage), provenance: data.provenance } };
    case 'UnitReverted':
      return { type: 'logic.unit.reverted', data: { unitId: data.unitId, reason: data.reason } };
  }
};
