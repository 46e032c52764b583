import { addOutcome, slice, type Outcome, type SliceEvent, type SliceState, type Spend } from '@ao/domain-evaluation';
import { DomainError, isDomainError } from '@ao/kernel';
import type { Database } from '../database.js';
import { KeptOutputs } from '../texts/kept-outputs.js';
import { keepOutputs, type OutputText } from '../texts/output-texts.store.js';
import type { TrialPlan } from '../trial/trial.store.js';
import { claimHolds, noteRecorded, type Claim } from './slice.store.js';

/** Under what a slice is recorded. */
export interface Recording {
  readonly claim: Claim;
  readonly plan: TrialPlan;
  /** Milliseconds since 1970; nothing is written under the lease later. */
  readonly leaseExpiresAtMs: number;
}

/** When a batch is written: after so many outcomes, or so long after the first. */
export interface Batching {
  readonly batchEpisodes: number;
  readonly batchMs: number;
  /** Characters of an answer that are kept; 0: none is. */
  readonly textChars: number;
}

/** What is written at once. */
interface Batch {
  readonly outcomes: readonly Outcome[];
  readonly outputs: readonly OutputText[];
}

/** What of a slice is in the log, and its stream's version. */
export interface Recorded {
  readonly state: SliceState;
  readonly version: number;
}

const streamOf = ({ sliceId }: Claim): string => `slice-${sliceId}`;

/** Reads what earlier workers recorded. */
export const readRecorded = async ({ log }: Database, claim: Claim): Promise<Recorded> => {
  if (claim.spent.episodes === 0) return { state: slice.initial, version: 0 };
  const { events, version } = await log.read<SliceEvent>(streamOf(claim));
  return { state: events.reduce((state, { event }) => slice.evolve(state, event), slice.initial), version };
};

const decide = (
  { claim, plan }: Recording,
  outcomes: readonly Outcome[],
  { state }: Recorded,
): readonly SliceEvent[] => {
  const { trialId, jobId, spec } = plan;
  return slice.decide(
    {
      type: 'RecordEpisodes',
      trialId,
      jobId,
      sliceId: claim.sliceId,
      configurationHash: spec.configurationHash,
      outcomes,
    },
    state,
  );
};

const spentWith = (state: SliceState, events: readonly SliceEvent[]): Spend =>
  events.reduce((sum, { data }) => addOutcome(sum, data.outcome), state.spent);

const refused = async ({ sql }: Database, { claim, plan }: Recording): Promise<DomainError> =>
  (await claimHolds(sql, claim))
    ? new DomainError('failed_precondition', `lease ${plan.spec.leaseId} has ended`)
    : new DomainError('aborted', `the claim of slice ${claim.sliceId} with token ${claim.token} is lost`);

/** One transaction: the claim is looked at and stays locked, the events are appended. */
const append = async (
  database: Database,
  recording: Recording,
  { outcomes, outputs }: Batch,
  before: Recorded,
): Promise<Recorded> => {
  const { claim, plan, leaseExpiresAtMs } = recording;
  const events = decide(recording, outcomes, before);
  const metadata = { ...plan.metadata, leaseId: plan.spec.leaseId, fencingToken: plan.spec.fencingToken };
  const written = await database.log.transaction(async (tx) => {
    if (!(await noteRecorded(tx, claim, spentWith(before.state, events), leaseExpiresAtMs))) return false;
    await keepOutputs(tx, outputs);
    await database.log.appendIn(tx, [{ stream: streamOf(claim), expectedVersion: before.version, events, metadata }]);
    return true;
  });
  if (!written) throw await refused(database, recording);
  return { state: events.reduce(slice.evolve, before.state), version: before.version + events.length };
};

/** Writes outcomes of one slice into the log, batch by batch. */
export class Recorder {
  /** Answers, written with the outcomes that name them. */
  readonly outputs: KeptOutputs;
  private waiting: Outcome[] = [];
  private timer: NodeJS.Timeout | undefined;
  private failure: unknown;
  private writing: Promise<void> = Promise.resolve();

  /** `onFailure` is called once, at the first batch that could not be written. */
  constructor(
    private readonly database: Database,
    private readonly recording: Recording,
    private recorded: Recorded,
    private readonly options: Batching & { onFailure(): void },
  ) {
    this.outputs = new KeptOutputs(options.textChars);
  }

  /** Takes an outcome; it is written with the next batch. */
  add(outcome: Outcome): void {
    this.waiting.push(outcome);
    if (this.waiting.length >= this.options.batchEpisodes) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), this.options.batchMs);
  }

  /**
   * Writes what is left and answers what the whole slice has spent. Throws what kept a batch from being written: `aborted` the claim
   * is lost, `failed_precondition` the lease has ended.
   */
  async close(): Promise<Spend> {
    this.flush();
    await this.writing;
    if (this.failure !== undefined) throw this.failure as Error;
    return this.recorded.state.spent;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = { outcomes: this.waiting, outputs: this.outputs.take() };
    this.waiting = [];
    if (batch.outcomes.length > 0) this.writing = this.writing.then(() => this.write(batch));
  }

  private async write(batch: Batch): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      this.recorded = await append(this.database, this.recording, batch, this.recorded).catch((error: unknown) =>
        this.writeAgain(batch, error),
      );
    } catch (error) {
      this.failure = error;
      this.options.onFailure();
    }
  }

  /** After a lost race, or a commit whose answer got lost, what is in the log decides. */
  private async writeAgain(batch: Batch, error: unknown): Promise<Recorded> {
    if (!isDomainError(error, 'aborted') && !isDomainError(error, 'unavailable')) throw error;
    const { log } = this.database;
    const { events, version } = await log.read<SliceEvent>(streamOf(this.recording.claim), this.recorded.version);
    this.recorded = {
      state: events.reduce((state, { event }) => slice.evolve(state, event), this.recorded.state),
      version,
    };
    return append(this.database, this.recording, batch, this.recorded);
  }
}
