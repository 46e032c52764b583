import type { Best, JobRow, Progress, Spend, TrialNote } from './jobs.row.js';

const counted = (trials: Readonly<Record<string, TrialNote>>): Omit<Progress, 'phase' | 'best'> => {
  const notes = Object.values(trials);
  return {
    trials_scheduled: notes.filter(({ scheduled }) => scheduled).length,
    trials_completed: notes.filter(({ end }) => end === 'completed').length,
    trials_failed: notes.filter(({ end }) => end === 'failed').length,
    episodes: notes.reduce((sum, { episodes }) => sum + episodes, 0),
  };
};

/** The row with what a fact says about one trial. Episodes only grow, so the order of facts does not matter. */
export const withTrial = (row: JobRow, trialId: string, note: Partial<TrialNote>): JobRow => {
  const known = row._trials[trialId];
  const episodes = Math.max(known?.episodes ?? 0, note.episodes ?? 0);
  const _trials = { ...row._trials, [trialId]: { ...known, ...note, episodes } };
  return { ...row, _trials, progress: { ...row.progress, ...counted(_trials) } };
};

const phases: readonly string[] = ['search', 'gate', 'confirmation'] satisfies Progress['phase'][];

/** A search does not begin again once the gate has, and nothing is compared any more once the gain is being measured. */
export const inPhase = (row: JobRow, purpose: string): JobRow =>
  phases.indexOf(purpose) > phases.indexOf(row.progress.phase)
    ? { ...row, progress: { ...row.progress, phase: purpose as Progress['phase'] } }
    : row;

const beats = (one: Best, other: Best): boolean => {
  if (one.round !== other.round) return one.round > other.round;
  if (one.solve_rate !== other.solve_rate) return one.solve_rate > other.solve_rate;
  return one.configuration_hash < other.configuration_hash;
};

/** The row after one more candidate was measured; a total order, so whatever comes first. */
export const withCandidate = (row: JobRow, candidate: Best): JobRow => {
  const { best } = row.progress;
  return best === null || beats(candidate, best) ? { ...row, progress: { ...row.progress, best: candidate } } : row;
};

const sum = (leases: readonly Spend[], field: keyof Spend): number =>
  leases.reduce((total, spend) => total + spend[field], 0);
const most = (one: Spend | undefined, other: Spend): Spend => ({
  episodes: Math.max(one?.episodes ?? 0, other.episodes),
  tokens: Math.max(one?.tokens ?? 0, other.tokens),
  cost_micros: Math.max(one?.cost_micros ?? 0, other.cost_micros),
});

/** The row with what one of its leases has spent in all. A lease's total only grows. */
export const withSpend = (row: JobRow, leaseId: string, total: Spend): JobRow => {
  const _leases = { ...row._leases, [leaseId]: most(row._leases[leaseId], total) };
  const leases = Object.values(_leases);
  return {
    ...row,
    _leases,
    spend: {
      episodes: sum(leases, 'episodes'),
      tokens: sum(leases, 'tokens'),
      cost_micros: sum(leases, 'cost_micros'),
    },
  };
};
