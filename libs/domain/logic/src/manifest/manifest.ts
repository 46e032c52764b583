import type { Configuration, FieldViolation } from '@ao/kernel';
import { calibrationViolations, type Calibration } from './calibration.js';
import {
  bareOperation,
  disagreement,
  isParameterValue,
  operationFault,
  parameterName,
  type Operation,
} from './operation.js';
import { slotPattern } from './slot-pattern.js';

/** A typed patch of one slot. */
export interface SlotPatch {
  /** "<agent id>/<task set name>". */
  readonly slot: string;
  readonly operations: readonly Operation[];
  /** Hash of the configuration that it applies to; empty: the agent's defaults, and on trial anything. */
  readonly baseHash: string;
  /** Hash of the configuration that it gives. */
  readonly resultHash: string;
  /** The whole configuration that it gives. */
  readonly result: Configuration;
  /** How the version's confidences are served; absent: as the agent says them. */
  readonly calibration?: Calibration | undefined;
}

/** Who and what stands behind a unit. Empty: nothing. */
export interface Provenance {
  readonly jobId: string;
  readonly trialId: string;
  readonly decisionId: string;
  readonly leaseId: string;
  readonly corrId: string;
}

/** What a unit is. */
export interface Manifest {
  readonly unitId: string;
  /** Semantic version. */
  readonly version: string;
  readonly title: string;
  /** "config" needs no signature; nothing else is accepted yet. */
  readonly kind: string;
  readonly patches: readonly SlotPatch[];
  readonly provenance: Provenance;
}

/** https://semver.org, the suggested expression without its capture groups. */
const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;
const unitIdPattern = /^[A-Za-z0-9][\w.:/-]{0,199}$/;
const hashPattern = /^[0-9a-f]{64}$/;

const most = { patches: 16, operations: 200, parameters: 200, title: 200 };

type Check = readonly [wrong: boolean, path: string, message: string];

const violations = (checks: readonly Check[]): FieldViolation[] =>
  checks.filter(([wrong]) => wrong).map(([, path, message]) => ({ path, message }));

const operationViolations = (operations: readonly unknown[], path: string): FieldViolation[] =>
  operations.flatMap((operation, index) => {
    const message = operationFault(operation);
    return message === undefined ? [] : [{ path: `${path}[${index}]`, message }];
  });

const resultViolations = (result: Configuration, path: string): FieldViolation[] =>
  Object.entries(result).flatMap(([name, value]) =>
    violations([
      [!parameterName.test(name), path, `${JSON.stringify(name.slice(0, 80))} is no name of a parameter`],
      [!isParameterValue(value), `${path}.${name.slice(0, 80)}`, 'must be a number, a text or true or false'],
    ]),
  );

const shapeViolations = (
  { slot, operations, baseHash, resultHash, result, calibration }: SlotPatch,
  path: string,
): FieldViolation[] => [
  ...violations([
    [!slotPattern.test(slot), `${path}.slot`, 'must be "<agent>/<task set>"'],
    [
      operations.length === 0 || operations.length > most.operations,
      `${path}.operations`,
      `must hold 1 to ${most.operations} operations`,
    ],
    [baseHash !== '' && !hashPattern.test(baseHash), `${path}.base_hash`, 'must be a SHA-256 in hex, or empty'],
    [resultHash === baseHash, `${path}.result_hash`, 'must differ from base_hash: a unit that changes nothing is none'],
    [Object.keys(result).length > most.parameters, `${path}.result`, `must hold at most ${most.parameters} parameters`],
  ]),
  ...operationViolations(operations, `${path}.operations`),
  ...resultViolations(result, `${path}.result`),
  ...calibrationViolations(calibration, slot, `${path}.calibration`),
];

const patchViolations = (patch: SlotPatch, realHash: string | undefined, path: string): FieldViolation[] => {
  const shape = shapeViolations(patch, path);
  if (shape.length > 0) return shape;
  const name = disagreement(patch.operations, patch.result);
  return violations([
    [patch.resultHash !== realHash, `${path}.result_hash`, 'must be the SHA-256 of the canonical JSON of result'],
    [name !== undefined, `${path}.result`, `disagrees with the operations on ${name}`],
  ]);
};

/**
 * What is wrong with a manifest. `resultHashes` holds, for each patch, the hash of its result as the edge computed it: the rules
 * know no cryptography.
 */
export const manifestViolations = (manifest: Manifest, resultHashes: readonly string[]): readonly FieldViolation[] => {
  const slots = manifest.patches.map(({ slot }) => slot);
  return [
    ...violations([
      [
        !unitIdPattern.test(manifest.unitId),
        'manifest.unit_id',
        'must have 1 to 200 of the characters A-Z a-z 0-9 _ . : / -',
      ],
      [!semver.test(manifest.version), 'manifest.version', 'must be a semantic version, such as 1.0.0'],
      [
        manifest.title.length > most.title || /\p{C}/u.test(manifest.title),
        'manifest.title',
        `must be one line of at most ${most.title} characters`,
      ],
      [slots.length === 0 || slots.length > most.patches, 'manifest.patches', `must hold 1 to ${most.patches} patches`],
      [new Set(slots).size < slots.length, 'manifest.patches', 'must name each slot once'],
    ]),
    ...manifest.patches.flatMap((patch, index) =>
      patchViolations(patch, resultHashes[index], `manifest.patches[${index}]`),
    ),
  ];
};

/** The manifest with nothing in its operations that has no meaning. */
export const bareManifest = (manifest: Manifest): Manifest => ({
  ...manifest,
  patches: manifest.patches.map((patch) => ({ ...patch, operations: patch.operations.map(bareOperation) })),
});
