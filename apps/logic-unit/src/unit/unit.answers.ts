import type { logic as wire } from '@ao/contracts';
import { inForce, type Manifest, type Slot, type SlotPatch, type SlotVersion } from '@ao/domain-logic';
import { DomainError } from '@ao/kernel';
import type { Folded } from '../streams/folded-streams.js';

const nobody = { jobId: '', trialId: '', decisionId: '', leaseId: '', corrId: '' };

/** The manifest as sent; what it holds is checked by the rules. */
export const manifestOf = (manifest: wire.Manifest | undefined): Manifest => {
  if (manifest === undefined) throw new DomainError('invalid_argument', 'the manifest is missing', [{ path: 'manifest', message: 'must be given' }]);
  const patches = manifest.patches.map((patch) => ({ ...patch, result: patch.result ?? {} }));
  return { ...manifest, patches, provenance: manifest.provenance ?? nobody };
};

export const patchMessage = (patch: SlotPatch): wire.SlotPatch => ({ ...patch, operations: [...patch.operations], result: { ...patch.result } });

export const manifestMessage = (manifest: Manifest): wire.Manifest => ({ ...manifest, patches: manifest.patches.map(patchMessage) });

export const slotsAnswer = (slots: readonly SlotVersion[]): { slots: wire.SlotVersion[] } => ({ slots: [...slots] });

export const slotAnswer = ({ version, state }: Folded<Slot>): wire.GetSlotResponse => {
  const { configuration, configurationHash = '', unitId = '' } = inForce(state) ?? {};
  return { configuration, configurationHash, unitId, version };
};
