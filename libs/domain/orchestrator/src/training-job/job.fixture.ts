import { canonicalJson, type Configuration } from '@ao/kernel';
import { checkConfiguration, fitCalibration, shareAlpha, type VersionCalibration } from '@ao/science';
import { normaliseCalibration, rawCalibrationDefaults } from './gate/calibration-rules.js';
import { normaliseGate, operatorGateDefaults, rawGateDefaults } from './gate/gate-rules.js';
import { normalisePromotion, rawPromotionDefaults } from './promotion/promotion-rules.js';
import type { Hashes } from './training-job.commands.js';
import type { BlockOutcomes } from './gate/blocks.js';
import type { TrainingJobEvent, TrialResult } from './training-job.events.js';
import type { TrainingRequest } from './start/training-request.js';
import { trainingJob } from './training-job.decider.js';
import { nextStep } from './steps/next-step.js';
import type { Step } from './steps/steps.js';
import type { TrackedTrial, TrainingJob } from './training-job.state.js';

const space = [
  { name: 'k', description: 'a number', kind: 'float', min: 0, max: 1 },
  { name: 'on', description: 'a switch', kind: 'toggle' },
] as const;

export const defaults: Configuration = { k: 0.2, on: false };

/** A request as the edge makes it. */
export const request = (changes: Partial<TrainingRequest> = {}): TrainingRequest => ({
  jobId: 'j1',
  agent: {
    id: 'recall',
    version: '1.0.0',
    role: 'recall',
    runtime: 'builtin',
    searchSpace: space,
    defaults,
    searchSplits: ['train', 'dev'],
    maxTokensPerEpisode: 0,
    maxCostMicrosPerEpisode: 0,
    episodeTimeoutMs: 0,
  },
  taskSet: { name: 'set', hash: 'f00d', train: 300, dev: 300, holdout: 500 },
  goal: 'solve_rate',
  strategy: { name: 'successive_halving', candidates: 8 },
  budget: { episodes: 4000, tokens: 0, costMicros: 0, wallMs: 60_000 },
  seed: 7,
  gate: normaliseGate(rawGateDefaults, {
    operator: operatorGateDefaults,
    ledger: null,
    metric: 'solve_rate',
    deterministic: true,
    holdout: 500,
  }),
  promotion: normalisePromotion(rawPromotionDefaults),
  calibration: normaliseCalibration(rawCalibrationDefaults),
  hints: {
    preset: 'balanced',
    mode: 'balanced',
    diversity: 0.5,
    recency: null,
    compression: null,
    budget: 0.6,
    episodes: null,
  },
  topics: [],
  tags: ['agent_training'],
  slot: 'recall/set',
  subject: 'user:admin',
  corrId: 'c1',
  fingerprint: 'one',
  ...changes,
});

export const lease = { leaseId: 'lease-j1', fencingToken: 1, expiresAtMs: 1_000_000 };

export const granted = { ...lease, incumbent: defaults, incumbentHash: canonicalJson(defaults), slotBaseHash: '' };

/** In tests the canonical JSON stands for its hash. */
export const hashes: Hashes = { get: (key: string) => key } as unknown as Hashes;

/** A world: the chance that a configuration solves an item, and the item's difficulty, both fixed. */
export type World = (configuration: Configuration, item: number) => boolean;

/** Where the holdout's items start in a world. */
export const firstHoldoutItem = 10_000;

/** murmur3's finaliser: a fixed number from 0 to 1 for each item. */
export const chance = (item: number): number => {
  let bits = Math.imul(item + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
};

/** Solves .5 of the items, plus what a larger k is worth. */
export const world =
  (worth: number): World =>
  ({ k }, item) =>
    chance(item) < 0.5 + worth * Number(k);

const outcomes = (how: World, configuration: Configuration, offset: number, count: number): BlockOutcomes => {
  const items = Array.from({ length: count }, (_, index) => offset + index);
  return {
    solved: items.map((item) => (how(configuration, item) ? '1' : '0')).join(''),
    latencyMs: items.map(() => 1),
    tokens: items.map(() => 5),
  };
};

/** A job that is played to its end against a world, one event at a time. */
export class PlayedJob {
  readonly events: TrainingJobEvent[] = [];
  state: TrainingJob = trainingJob.initial;

  /** Items of a trial that were recorded before it failed. */
  private readonly recorded = new Map<string, number>();

  /** `cost`: what one episode of a configuration costs. */
  constructor(
    private readonly world: World,
    private readonly cost: (configuration: Configuration) => number = () => 0,
  ) {}

  /** The agent goes away in the middle of a trial, of which so many items are recorded; its other trials end with nothing. Then the job fails, and gives its lease back. */
  loseAgent(items: number): this {
    if (this.state.status !== 'running') return this;
    const open = [...this.state.trials.values()].filter(({ result }) => result === null);
    open.forEach((trial, index) => this.endTrial(trial, index === 0 ? Math.min(items, trial.count) : 0, 'unavailable'));
    return this.goOn();
  }

  /** Plays until so many trials have ended, or until the job has. */
  playUntil(ended: number): this {
    this.goOn(ended);
    return this;
  }

  private endTrial(trial: TrackedTrial, items: number, code: string): void {
    this.recorded.set(trial.trialId, items);
    this.tell({
      type: 'ObserveTrial',
      data: {
        trialId: trial.trialId,
        result: this.resultOf(trial, items),
        failure: { code, reason: 'the agent is away' },
      },
    });
  }

  private resultOf({ configuration, offset, purpose }: TrackedTrial, items: number): TrialResult {
    const from = purpose === 'search' ? offset : firstHoldoutItem + offset;
    const solved = [...outcomes(this.world, configuration, from, items).solved].filter((each) => each === '1').length;
    const costMicros = items * this.cost(configuration);
    return { episodes: items, solved, meanScore: items === 0 ? 0 : solved / items, tokens: 0, costMicros };
  }

  private continueTrial(trialId: string): void {
    const trial = 'trials' in this.state ? this.state.trials.get(trialId) : undefined;
    if (!trial) throw new Error(`no trial ${trialId}`);
    const done = this.recorded.get(trialId) ?? 0;
    const missing = done < trial.count ? [{ offset: trial.offset + done, count: trial.count - done }] : [];
    this.tell({ type: 'ContinueTrial', data: { trialId, kept: this.resultOf(trial, done), missing } });
  }

  tell(command: Parameters<typeof trainingJob.decide>[0]): readonly TrainingJobEvent[] {
    const decided = trainingJob.decide(command, this.state);
    this.events.push(...decided);
    this.state = decided.reduce(trainingJob.evolve, this.state);
    return decided;
  }

  play(data: TrainingRequest): this {
    this.tell({ type: 'RequestTraining', data });
    return this.goOn();
  }

  /** Takes a history as it was. */
  replay(events: readonly TrainingJobEvent[]): void {
    this.events.push(...events);
    this.state = events.reduce(trainingJob.evolve, this.state);
  }

  /** Plays until the job waits for somebody else, or has ended. */
  goOn(ended = Infinity): this {
    for (let turn = 0; turn < 10_000; turn += 1) {
      if (this.ended() >= ended) return this;
      const step = nextStep(this.state);
      if (step.kind === 'wait' && !this.runOpenTrial()) return this;
      if (step.kind !== 'wait') this.perform(step);
    }
    throw new Error('the job does not end');
  }

  private ended(): number {
    return this.events.filter(({ type }) => type === 'TrialEnded').length;
  }

  private runOpenTrial(): boolean {
    if (this.state.status !== 'running') return false;
    const trial = [...this.state.trials.values()].find(({ result }) => result === null);
    if (!trial) return false;
    if (checkConfiguration(space, trial.configuration).length > 0) throw new Error('outside of the space');
    const result = this.resultOf(trial, trial.count);
    this.tell({ type: 'ObserveTrial', data: { trialId: trial.trialId, result, failure: null } });
    return true;
  }

  // One case a step: the length is the vocabulary's, not the logic's.
  // eslint-disable-next-line complexity -- one line a case
  private perform(step: Step): void {
    switch (step.kind) {
      case 'ask_lease':
        return void this.tell({ type: 'AskLease', data: { leaseId: lease.leaseId } });
      case 'acquire_lease':
        return void this.tell({ type: 'AcceptLease', data: granted });
      case 'schedule':
        return void this.tell({ type: 'ScheduleTrials', data: { hashes } });
      case 'end_search':
        return void this.tell({ type: 'EndSearch', data: { hashes } });
      case 'fit_calibrator':
        return void this.tell({ type: 'FitCalibrator', data: { finalist: step.finalist, calibration: this.fitted() } });
      case 'reserve_alpha':
        return void this.tell({
          type: 'AcceptAlpha',
          data: {
            finalist: step.finalist,
            test: step.finalist + 1,
            alpha: shareAlpha(0.05, step.finalist),
            look: step.finalist + 1,
            looksAllowed: 20,
          },
        });
      case 'compare_block':
        return void this.tell({ type: 'CompareBlock', data: this.block(step) });
      case 'confirm_block':
        return void this.tell({ type: 'ConfirmBlock', data: this.block(step) });
      case 'continue_trial':
        return this.continueTrial(step.trialId);
      case 'fail':
        return void this.tell({ type: 'FailTraining', data: { reason: step.reason } });
      case 'plan_episodes':
        return void this.tell({ type: 'PlanEpisodes', data: {} });
      case 'decide':
        return void this.tell({ type: 'DecidePromotion', data: { decisionId: 'd1', unitId: 'u1', outcomesHash: '' } });
      case 'ask_approval':
        return void this.tell({ type: 'AskApproval', data: { unitId: 'u1' } });
      case 'start_canary':
        return void this.tell({ type: 'StartCanary', data: { unitId: 'u1' } });
      case 'withdraw_candidate':
        return void this.tell({ type: 'WithdrawCandidate', data: { unitId: step.unitId } });
      case 'promote':
        return void this.tell({ type: 'RecordPromotion', data: { unitId: 'u1', slotVersion: 1 } });
      case 'complete':
        return void this.tell({ type: 'CompleteTraining', data: {} });
      case 'return_lease':
        return void this.tell({ type: 'ReturnLease', data: { leaseId: lease.leaseId } });
      default:
        throw new Error(`not expected: ${step.kind}`);
    }
  }

  private fitted(): VersionCalibration {
    return fitCalibration([], {
      method: 'none',
      targetRisk: 0,
      riskConfidence: 0.95,
      action: 'abstain',
      escalateTo: '',
      seed: 1,
    });
  }

  private block(step: Extract<Step, { kind: 'compare_block' | 'confirm_block' }>) {
    if (this.state.status !== 'running') throw new Error('not running');
    const { trials } = this.state;
    const arm = ([id = '']: readonly string[]): BlockOutcomes => {
      const { configuration, offset, count } = trials.get(id) ?? { configuration: {}, offset: 0, count: 0 };
      return outcomes(this.world, configuration, firstHoldoutItem + offset, Math.min(count, step.count));
    };
    const incumbent = arm(step.incumbentTrialIds);
    const offset = trials.get(step.incumbentTrialIds[0] ?? '')?.offset ?? 0;
    return {
      finalist: step.finalist,
      block: step.block,
      itemIds: [...incumbent.solved].map((_, index) => `i${offset + index}`),
      candidate: arm(step.candidateTrialIds),
      incumbent,
    };
  }
}
