import type { UnitEvent } from '@ao/domain-logic';
import { type RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';
import { manifestMessage, patchMessage } from './unit.wire.js';

type EventOf<Type extends UnitEvent['type']> = (UnitEvent & { readonly type: Type })['data'];

/** A candidate without a share is a label and no canary: the slot's fact tells of it. */
const canaryStarted = ({
  unitId,
  slot,
  decisionId,
  jobId,
  share,
  outcomes,
  alpha,
}: EventOf<'UnitCanaryStarted'>): PublishedFact | undefined =>
  share === 0
    ? undefined
    : { type: 'logic.unit.canary_started', data: { unitId, slot, decisionId, jobId, share, outcomes, alpha } };

const canaryEnded = ({
  unitId,
  slot,
  jobId,
  share,
  outcome,
  reason,
  evidence,
}: EventOf<'UnitCanaryEnded'>): PublishedFact | undefined =>
  share === 0
    ? undefined
    : { type: 'logic.unit.canary_ended', data: { unitId, slot, jobId, outcome, reason, evidence: { ...evidence } } };

/** Private event -> public fact; the key is the unit id. */
export const unitFacts = ({ event: { type, data } }: RecordedEvent<UnitEvent>): PublishedFact | undefined => {
  switch (type) {
    case 'UnitInstalled':
      return { type: 'logic.unit.installed', data: { manifest: manifestMessage(data.manifest) } };
    case 'UnitApplied':
      return { type: 'logic.unit.applied', data: { unitId: data.unitId } };
    case 'UnitPromoted':
      return {
        type: 'logic.unit.promoted',
        data: { unitId: data.unitId, patches: data.patches.map(patchMessage), provenance: data.provenance },
      };
    case 'UnitReverted':
      return { type: 'logic.unit.reverted', data: { unitId: data.unitId, reason: data.reason } };
    case 'UnitCanaryStarted':
      return canaryStarted(data);
    case 'UnitCanaryEnded':
      return canaryEnded(data);
    case 'UnitStale': {
      const { unitId, slot, jobId, reason, evidence } = data;
      return { type: 'logic.unit.stale', data: { unitId, slot, jobId, reason, evidence: { ...evidence } } };
    }
  }
};
