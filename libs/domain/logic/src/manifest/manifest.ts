import {
  isName,
  nameViolations,
  names,
  pathOf,
  shownText,
  textLimits,
  unitLimits,
  violationsOf,
  type Configuration,
  type FieldViolation,
} from '@ao/kernel';
import { calibrationViolations, type Calibration } from './calibration.js';
import { bareOperation, disagreement, isParameterValue, operationFault, type Operation } from './operation.js';

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

const operationViolations = (operations: readonly unknown[], path: string): FieldViolation[] =>
  operations.flatMap((operation, index) => {
    const message = operationFault(operation);
    return message === undefined ? [] : [{ path: pathOf(path, index), message }];
  });

const resultViolations = (result: Configuration, path: string): FieldViolation[] =>
  Object.entries(result).flatMap(([name, value]) =>
    violationsOf([
      [!isName(names.parameter, name), path, `${shownText(name)} is no name of a parameter`],
      [!isParameterValue(value), `${path}.${name.slice(0, 80)}`, 'must be a number, a text or true or false'],
    ]),
  );

const shapeViolations = (
  { slot, operations, baseHash, resultHash, result, calibration }: SlotPatch,
  path: string,
): FieldViolation[] => [
  ...nameViolations(names.slot, `${path}.slot`, slot),
  ...violationsOf([
    [
      operations.length === 0 || operations.length > unitLimits.operations,
      `${path}.operations`,
      `must hold 1 to ${unitLimits.operations} operations`,
    ],
    [baseHash !== '' && !isName(names.sha256, baseHash), `${path}.base_hash`, `${names.sha256.demand}, or empty`],
    [resultHash === baseHash, `${path}.result_hash`, 'must differ from base_hash: a unit that changes nothing is none'],
    [
      Object.keys(result).length > unitLimits.parameters,
      `${path}.result`,
      `must hold at most ${unitLimits.parameters} parameters`,
    ],
  ]),
  ...operationViolations(operations, `${path}.operations`),
  ...resultViolations(result, `${path}.result`),
  ...calibrationViolations(calibration, slot, `${path}.calibration`),
];

const patchViolations = (patch: SlotPatch, realHash: string | undefined, path: string): FieldViolation[] => {
  const shape = shapeViolations(patch, path);
  if (shape.length > 0) return shape;
  const name = disagreement(patch.operations, patch.result);
  return violationsOf([
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
    ...nameViolations(names.unitId, 'manifest.unit_id', manifest.unitId),
    ...nameViolations(names.version, 'manifest.version', manifest.version),
    ...violationsOf([
      [
        manifest.title.length > textLimits.unitTitle || /\p{C}/u.test(manifest.title),
        'manifest.title',
        `must be one line of at most ${textLimits.unitTitle} characters`,
      ],
      [
        slots.length === 0 || slots.length > unitLimits.patches,
        'manifest.patches',
        `must hold 1 to ${unitLimits.patches} patches`,
      ],
      [new Set(slots).size < slots.length, 'manifest.patches', 'must name each slot once'],
    ]),
    ...manifest.patches.flatMap((patch, index) =>
      patchViolations(patch, resultHashes[index], pathOf('manifest.patches', index)),
    ),
  ];
};

/** The manifest with nothing in its operations that has no meaning. */
export const bareManifest = (manifest: Manifest): Manifest => ({
  ...manifest,
  patches: manifest.patches.map((patch) => ({ ...patch, operations: patch.operations.map(bareOperation) })),
});
