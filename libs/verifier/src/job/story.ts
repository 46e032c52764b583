import type { Pair } from '../gate/item.js';
import type { Policy } from '../gate/policy.js';
import type { Gain } from '../statistics/gain.js';
import type {
  AlphaReserved,
  BlockCompared,
  Calibration,
  Configuration,
  Finalist,
  LedgerReserved,
  TaskSet,
  TrainingRequested,
  TrialResult,
  TrialScheduled,
} from './recorded.js';

/** gate: what a verdict rests on. confirmation: what the gain is measured on, and no verdict. */
export type Purpose = 'gate' | 'confirmation';

/** A decision as it comes out when it is made again. */
export interface CheckedDecision {
  /** Where the archive has it. */
  readonly line: number;
  readonly decisionId: string;
  readonly candidateHash: string;
  readonly outcome: string;
  /** SHA-256 of every outcome that it rests on. */
  readonly outcomesHash: string;
  /** Null: none was measured. */
  readonly gain: Gain | null;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** A part of the error as the job recorded it, and the line that says so. */
export type Grant = AlphaReserved & { readonly line: number };

/** A test of the ledger; `grant`: what the job recorded of it, where it is the job's own. */
export interface LedgerTest extends LedgerReserved {
  readonly grant: Grant | undefined;
  promoted: boolean | null;
}

/** All that the lines so far have said. */
export interface Story {
  readonly report: (line: number, what: string) => void;
  archive: { readonly job_id: string; readonly corr_id: string } | undefined;
  taskSet: TaskSet | undefined;
  request: TrainingRequested | undefined;
  lease: Readonly<Record<string, unknown>> | undefined;
  incumbent: { readonly incumbent: Configuration; readonly incumbentHash: string } | undefined;
  readonly trials: (TrialScheduled & { result?: TrialResult })[];
  /** What continues a trial, by its id, and the trial that it continues. */
  readonly continued: Map<string, string>;
  finalists: readonly Finalist[];
  readonly calibrations: Map<number, Calibration>;
  readonly grants: Grant[];
  readonly tests: LedgerTest[];
  readonly decisions: CheckedDecision[];
  /** The comparison in hand: its policy, its blocks, and the pairs of each purpose. */
  policy: Policy | undefined;
  blocks: { readonly purpose: Purpose; readonly data: BlockCompared }[];
  pairs: Readonly<Record<Purpose, Pair[]>>;
  /** What the job must end with, as things stand. */
  outcome: string;
  /** What goes by a name, such as "the item at gate 0.3". */
  readonly known: Map<string, unknown>;
  /** Long texts by their hash: the first line that names each, its bytes, and whether it was found. */
  readonly texts: Map<string, { readonly line: number; readonly bytes: number; found: boolean }>;
  /** Hashes of the configurations that the archive lists. */
  readonly hashes: Set<string>;
}

/** The story before the first line. A job without any finalist ends rejected. */
export const untold = (report: Story['report']): Story => ({
  report,
  archive: undefined,
  taskSet: undefined,
  request: undefined,
  lease: undefined,
  incumbent: undefined,
  trials: [],
  continued: new Map(),
  finalists: [],
  calibrations: new Map(),
  grants: [],
  tests: [],
  decisions: [],
  policy: undefined,
  blocks: [],
  pairs: { gate: [], confirmation: [] },
  outcome: 'rejected',
  known: new Map(),
  texts: new Map(),
  hashes: new Set(),
});

/** What a line before must have said. Throws where none did; the caller reports it at the line in hand. */
export const told = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`no line before tells of ${what}`);
  return value;
};
