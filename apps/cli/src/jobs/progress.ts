import type { CanaryRow } from './policy-rows.js';
import type { JobRow, TrialRow } from './rows.js';

/** Solved of so many. */
export interface Rate {
  readonly solved: number;
  readonly episodes: number;
}

/** Where a job stands. */
export interface Progress {
  readonly job_id: string;
  readonly status: string;
  readonly phase: 'waiting' | 'search' | 'gate' | 'confirmation';
  /** Rung of the search or block of the gate, from 1. */
  readonly round: number;
  /** Trials of the round: done and scheduled. */
  readonly trials: { readonly done: number; readonly scheduled: number };
  /** Different candidates tried so far. */
  readonly candidates: number;
  readonly episodes: { readonly done: number; readonly budget: number };
  readonly tokens: { readonly spent: number; readonly budget: number };
  /** Millionths of the account's currency unit. */
  readonly cost: { readonly spent: number; readonly budget: number };
  /** Best candidate of the furthest round. */
  readonly best: Rate | null;
  readonly incumbent: Rate | null;
  /** The candidate's share of the traffic; null: none runs. */
  readonly canary: CanaryRow | null;
}

/** What the platform shows of a job. */
export interface JobSnapshot {
  readonly job: JobRow;
  readonly trials: readonly TrialRow[];
}

const share = ({ solved, episodes }: Rate): number => (episodes === 0 ? 0 : solved / episodes);

const pooled = (trials: readonly TrialRow[]): Rate | null => {
  const measured = trials.filter(({ solve_rate }) => typeof solve_rate === 'number');
  if (measured.length === 0) return null;
  return measured.reduce(
    (sum, { solve_rate, episodes }) => ({
      solved: sum.solved + Math.round((solve_rate ?? 0) * episodes),
      episodes: sum.episodes + episodes,
    }),
    { solved: 0, episodes: 0 },
  );
};

const bestOf = (trials: readonly TrialRow[]): Rate | null => {
  const measured = trials.filter(({ arm, solve_rate }) => arm === 'candidate' && typeof solve_rate === 'number');
  const furthest = Math.max(...measured.map(({ round }) => round));
  const hashes = new Set(
    measured.filter(({ round }) => round === furthest).map(({ configuration_hash }) => configuration_hash),
  );
  const rates = [...hashes].map(
    (hash) => pooled(measured.filter(({ configuration_hash }) => configuration_hash === hash)) as Rate,
  );
  return rates.reduce<Rate | null>((best, rate) => (best === null || share(rate) > share(best) ? rate : best), null);
};

const ended = ({ status }: TrialRow): boolean => status === 'completed' || status === 'failed';

const phaseOf = (trials: readonly TrialRow[]): Progress['phase'] => {
  if (trials.some(({ purpose }) => purpose === 'confirmation')) return 'confirmation';
  if (trials.some(({ purpose }) => purpose === 'gate')) return 'gate';
  return trials.length > 0 ? 'search' : 'waiting';
};

const or0 = (value: number | null | undefined): number => value ?? 0;

const spendOf = ({ budget, spend, progress }: JobRow): Pick<Progress, 'episodes' | 'tokens' | 'cost'> => ({
  episodes: { done: Math.max(or0(progress?.episodes), or0(spend?.episodes)), budget: or0(budget?.episodes) },
  tokens: { spent: or0(spend?.tokens), budget: or0(budget?.tokens) },
  cost: { spent: or0(spend?.cost_micros), budget: or0(budget?.cost_micros) },
});

/** Where the job stands: a pure function of its rows. */
export const progressOf = ({ job, trials }: JobSnapshot): Progress => {
  const phase = phaseOf(trials);
  const ofPhase = trials.filter(({ purpose }) => purpose === phase);
  const round = Math.max(0, ...ofPhase.map((trial) => trial.round));
  const ofRound = ofPhase.filter((trial) => trial.round === round);
  const tried = new Set(
    trials
      .filter(({ arm, purpose }) => arm === 'candidate' && purpose === 'search')
      .map(({ configuration_hash }) => configuration_hash),
  );
  return {
    job_id: job.job_id,
    status: job.status,
    phase,
    round: round + 1,
    trials: { done: ofRound.filter(ended).length, scheduled: ofRound.length },
    candidates: tried.size,
    ...spendOf(job),
    best: bestOf(ofPhase),
    incumbent: pooled(ofPhase.filter(({ arm }) => arm === 'incumbent')),
    canary: job.canary ?? null,
  };
};
