import { calibrationFromWire, calibrationToWire, type logic as wire } from '@ao/contracts';
import {
  inForce,
  isStale,
  labelsOf,
  type Candidate,
  type Label,
  type Manifest,
  type SlotAt,
  type SlotPatch,
  type SlotVersion,
} from '@ao/domain-logic';
import { DomainError } from '@ao/kernel';

const nobody = { jobId: '', trialId: '', decisionId: '', leaseId: '', corrId: '' };

const patchOf = ({ calibration, ...patch }: wire.SlotPatch): SlotPatch => ({
  ...patch,
  result: patch.result ?? {},
  ...(calibration === undefined ? {} : { calibration: calibrationFromWire(calibration) }),
});

/** The manifest as sent; what it holds is checked by the rules. */
export const manifestOf = (manifest: wire.Manifest | undefined): Manifest => {
  if (manifest === undefined)
    throw new DomainError('invalid_argument', 'the manifest is missing', [
      { path: 'manifest', message: 'must be given' },
    ]);
  return { ...manifest, patches: manifest.patches.map(patchOf), provenance: manifest.provenance ?? nobody };
};

export const patchMessage = (patch: SlotPatch): wire.SlotPatch => ({
  ...patch,
  operations: [...patch.operations],
  result: { ...patch.result },
  calibration: calibrationToWire(patch.calibration),
});

export const manifestMessage = (manifest: Manifest): wire.Manifest => ({
  ...manifest,
  patches: manifest.patches.map(patchMessage),
});

export const slotsAnswer = (slots: readonly SlotVersion[]): { slots: wire.SlotVersion[] } => ({ slots: [...slots] });

export const labelMessages = (labels: readonly Label[]): wire.Label[] => labels.map((label) => ({ ...label }));

const canaryMessage = ({ unitId, configuration, configurationHash, calibration, share }: Candidate): wire.Canary => ({
  unitId,
  configuration,
  configurationHash,
  calibration: calibrationToWire(calibration),
  share,
});

export const slotAnswer = ({ version, state }: Omit<SlotAt, 'slot'>): wire.GetSlotResponse => {
  const { configuration, configurationHash = '', unitId = '', calibration } = inForce(state) ?? {};
  return {
    configuration,
    configurationHash,
    unitId,
    version,
    calibration: calibrationToWire(calibration),
    canary: state.candidate === null ? undefined : canaryMessage(state.candidate),
    labels: labelMessages(labelsOf(state)),
    stale: isStale(state),
  };
};
