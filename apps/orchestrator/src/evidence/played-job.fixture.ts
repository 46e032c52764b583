import { gunzipSync } from 'node:zlib';
import type { Configuration, SearchSpace } from '@ao/kernel';
import {
  gateRules,
  trainingJob,
  type GateRules,
  type TrainingJob,
  type TrainingRequest,
} from '@ao/domain-orchestrator';
import { commandHandler, memoryEventStore, type EventStore } from '@ao/event-store';
import type { RunOutcome } from '@ao/science';
import { ledgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { jobRunner } from '../training-job/job-runner.js';
import { exportJob } from './export-job.js';

/** What a configuration gives on an item: fixed, so that every process sees the same. Items of the holdout count from 10000. */
export type World = (configuration: Configuration, item: number, run: number) => RunOutcome;

const space: SearchSpace = [
  { name: 'k', description: 'a number', kind: 'float', min: 0, max: 1 },
  { name: 'on', description: 'a switch', kind: 'toggle' },
];

const guards: Partial<GateRules> = {
  latencyMargin: 1,
  latencyFloorMs: 10,
  tokensMargin: 0.25,
  costMargin: 0.25,
  calibrationMargin: null,
  refusalMargin: 0.05,
  lengthMargin: 1,
};

const rules = gateRules({ gate: { ...guards, alpha: 0.05, slotAlpha: 0.05, minGain: 0.05, confirmationItems: 60 } });

export interface Asked {
  readonly gate?: Partial<GateRules>;
  readonly changes?: Partial<TrainingRequest>;
}

/** A request as the edge makes it: a small job with a holdout of 300 items. */
export const requestOf = (jobId: string, { gate, changes }: Asked): TrainingRequest => ({
  jobId,
  agent: {
    id: 'recall',
    version: '1.0.0',
    role: 'recall',
    runtime: 'builtin',
    searchSpace: space,
    defaults: { k: 0.2, on: false },
    searchSplits: ['train', 'dev'],
    maxTokensPerEpisode: 0,
    maxCostMicrosPerEpisode: 0,
    episodeTimeoutMs: 0,
  },
  taskSet: { name: 'set', hash: 'f00d', train: 50, dev: 50, holdout: 300 },
  goal: 'solve_rate',
  strategy: { name: 'successive_halving', candidates: 4 },
  budget: { episodes: 2500, tokens: 0, costMicros: 0, wallMs: 60_000 },
  seed: 7,
  gate: { ...rules, ...gate },
  hints: {
    preset: 'balanced',
    mode: 'balanced',
    diversity: 0.5,
    recency: null,
    compression: null,
    budget: 0.3,
    episodes: null,
  },
  topics: [],
  tags: ['agent_training'],
  slot: 'recall/set',
  subject: 'user:admin',
  corrId: `c-${jobId}`,
  fingerprint: jobId,
  ...changes,
});

interface Episode {
  readonly item: number;
  readonly run: number;
  readonly outcome: RunOutcome;
}

/** A platform around the job's runner: the other services are played by a world. */
export class Stage {
  readonly store: EventStore = memoryEventStore();
  readonly slices = ['easy', 'hard', ''];
  private readonly jobs = commandHandler(this.store, 'job', trainingJob);

  /** Episodes of a trial that were recorded before it failed. */
  private readonly recorded = new Map<string, number>();
  private observed = 0;

  /** `away`: after so many trials the agent goes away, so many episodes into the next trial; the job fails and is resumed. */
  constructor(
    private readonly world: World,
    private readonly away?: { readonly after: number; readonly episodes: number },
  ) {}

  /** Plays a job to its end and exports it: the lines of its archive. */
  async play(request: TrainingRequest): Promise<string[]> {
    const cause = { corrId: request.corrId, causationId: 'played', subject: 'user:admin' };
    await this.jobs(request.jobId, { type: 'RequestTraining', data: request }, cause);
    const advance = jobRunner({
      jobs: this.jobs,
      ledgers: ledgerCommands(this.store),
      store: this.store,
      peers: this.peers(request.jobId),
      logger: { error: () => undefined },
    });
    await advance(request.jobId, cause);
    while (await this.runTrials(request.jobId)) await advance(request.jobId, cause);
    if (this.recorded.size > 0) {
      await this.jobs(request.jobId, { type: 'ResumeTraining', data: { budget: { wallMs: 60_000 } } }, cause);
      await advance(request.jobId, cause);
      while (await this.runTrials(request.jobId)) await advance(request.jobId, cause);
    }
    return this.archive(request.jobId);
  }

  async archive(jobId: string): Promise<string[]> {
    const bytes: Buffer[] = [];
    for await (const chunk of exportJob(this.store, jobId)) bytes.push(chunk);
    return gunzipSync(Buffer.concat(bytes)).toString('utf8').trimEnd().split('\n');
  }

  private episodes(state: TrainingJob, trialId: string): Episode[] {
    const trial = 'trials' in state ? state.trials.get(trialId) : undefined;
    if (!trial) throw new Error(`no trial ${trialId}`);
    const runs = trial.runs ?? 1;
    const first = (trial.purpose === 'search' ? 0 : 10_000) + trial.offset;
    const count = Math.min(trial.count * runs, this.recorded.get(trialId) ?? Infinity);
    return Array.from({ length: count }, (_, index) => {
      const [item, run] = [first + Math.floor(index / runs), index % runs];
      return { item, run, outcome: this.world(trial.configuration, item, run) };
    });
  }

  private async runTrials(jobId: string): Promise<boolean> {
    const { state } = await this.jobs.load(jobId);
    if (state.status !== 'running') return false;
    const open = [...state.trials.values()].filter(({ result }) => result === null);
    let leaving = false;
    for (const { trialId } of open) {
      if (this.away !== undefined && (leaving || this.observed === this.away.after)) {
        this.recorded.set(trialId, leaving ? 0 : this.away.episodes);
        leaving = true;
      }
      const lost = this.recorded.has(trialId);
      this.observed += 1;
      const outcomes = this.episodes(state, trialId).map(({ outcome }) => outcome);
      const mean = (of: (outcome: RunOutcome) => number): number =>
        outcomes.length === 0 ? 0 : outcomes.reduce((sum, each) => sum + of(each), 0) / outcomes.length;
      const brier = mean(({ confidence, solved }) => ((confidence ?? 0.5) - Number(solved)) ** 2);
      const result = {
        episodes: outcomes.length,
        solved: outcomes.filter(({ solved }) => solved).length,
        meanScore: mean(({ score }) => score),
        brier,
        tokens: outcomes.reduce((sum, { tokens }) => sum + tokens, 0),
        costMicros: outcomes.reduce((sum, { costMicros }) => sum + costMicros, 0),
      };
      await this.jobs(
        jobId,
        {
          type: 'ObserveTrial',
          data: { trialId, result, failure: lost ? { code: 'unavailable', reason: 'the agent is away' } : null },
        },
        { corrId: state.request.corrId, causationId: trialId, subject: 'service:orchestrator' },
      );
    }
    return open.length > 0;
  }

  private async *outcomes(jobId: string, trialId: string) {
    const { state } = await this.jobs.load(jobId);
    const trial = 'trials' in state ? state.trials.get(trialId) : undefined;
    const first = (trial?.offset ?? 0) * (trial?.runs ?? 1);
    yield {
      outcomes: this.episodes(state, trialId).map(
        ({ item, run, outcome: { confidence, tokens, ...outcome } }, index) => ({
          ...{
            ordinal: first + index,
            itemId: `i${item}`,
            slice: this.slices[item % 3],
            split: 'holdout',
            run,
            error: '',
            limitReached: '',
          },
          ...{ ...outcome, confidence: confidence ?? undefined, tokensIn: tokens, tokensOut: 0 },
        }),
      ),
    };
  }

  private peers(jobId: string): Peers {
    const lease = { granted: true, policies: [], reason: '', fencingToken: 1, expiresAtMs: 1_000_000 };
    return {
      evaluation: { listOutcomes: ({ trialId }: { trialId: string }) => this.outcomes(jobId, trialId) },
      lease: { acquireLease: async () => lease, releaseLease: async () => ({}) },
      logic: {
        getSlot: async () => ({ configurationHash: '' }),
        installUnit: async () => ({}),
        promoteUnit: async () => ({ slots: [{ version: 1 }] }),
      },
    } as unknown as Peers;
  }
}

/** murmur3's finaliser: a fixed number from 0 to 1 for each place. */
export const chance = (...place: readonly number[]): number => {
  let bits = 0x2545f491;
  for (const each of place) {
    bits = Math.imul(bits ^ (each + 1), 0x9e3779b1);
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  }
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
};

/** What a world is drawn with: each is what a configuration with a larger k has more of. */
export interface Draw {
  readonly seed: number;
  /** Solve rate in the search. */
  readonly worth: number;
  /** Solve rate on the holdout. */
  readonly proven: number;
  /** Share of an item's chance that is its own, the same for all configurations; the rest is each configuration's luck. */
  readonly shared: number;
  readonly slower: number;
  readonly longer: number;
  readonly refuses: number;
  readonly cheats: number;
  readonly surer: number;
}

export const plain: Draw = {
  seed: 1,
  worth: 0.5,
  proven: 0.5,
  shared: 1,
  slower: 0,
  longer: 0,
  refuses: 0,
  cheats: 0,
  surer: 0,
};

/** Half of the items are solved where k is 0. Times, lengths and confidences are noisy. */
export const worldOf =
  ({ seed, worth, proven, shared, slower, longer, refuses, cheats, surer }: Draw): World =>
  (configuration, item, run) => {
    const k = Number(configuration.k);
    const own = Math.round(1000 * k) + 2000 * Number(configuration.on);
    const draw = (what: number): number =>
      chance(seed, item, 7) < shared ? chance(seed, item, run, what) : chance(seed, item, run, what, own);
    const solved = draw(0) < 0.5 + (item < 10_000 ? worth : proven) * k;
    const says = draw(1) < 0.8;
    return {
      solved,
      score: solved ? 0.6 + 0.4 * draw(2) : 0.3 * draw(3),
      confidence: says ? Math.min(1, Math.max(0, draw(4) * 0.7 + 0.3 * Number(solved) * (1 + surer * k) - 0.1)) : null,
      latencyMs: Math.round(5000 * (1 + slower * k) * (0.5 + draw(5))) / 1000,
      tokens: Math.round(100 * (1 + slower * k) * (0.5 + draw(6))),
      costMicros: Math.round(50 * (1 + slower * k) * (0.5 + draw(7))),
      refused: draw(8) < 0.02 + refuses * k,
      outputChars: draw(9) < 0.1 ? 0 : Math.round(200 * (1 + longer * k) * (0.5 + draw(10))),
      touchedScorer: draw(11) < cheats * k,
    };
  };
