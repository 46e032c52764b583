import { cost, count, duration, many, none, percent, short } from '../terminal/format.js';
import type { Progress, Rate } from './progress.js';

/** Milliseconds since the job was first seen, and at most this long from now on; null: not known yet. */
export interface Clock {
  readonly elapsedMs: number;
  readonly leftMs: number | null;
}

const rate = (value: Rate | null): string =>
  value === null || value.episodes === 0 ? none : percent(value.solved / value.episodes);

/** True while the job itself does nothing: a person, or the traffic, decides. */
export const waitsForOthers = ({ status }: Progress): boolean => status === 'awaiting_approval' || status === 'canary';

const canaryText = ({ canary }: Progress): string =>
  canary === null
    ? 'a canary runs'
    : `canary: the candidate has ${percent(canary.share)} of the traffic until ${count(canary.outcomes)} of its answers have an outcome`;

const trialsText = ({ phase, round, trials, candidates }: Progress): string => {
  const at = `trial ${trials.done}/${trials.scheduled}`;
  if (phase === 'confirmation') return `measuring the gain on items that no verdict used: ${at}`;
  return phase === 'search'
    ? `search, round ${round}: ${at} of ${many(candidates, 'candidate')}`
    : `gate on the holdout, block ${round}: ${at}`;
};

/** Where it is: "search, round 2: trial 5/9". */
export const phaseText = (progress: Progress): string => {
  const { job_id, status, phase } = progress;
  if (status === 'awaiting_approval') return `waiting for a person: ao approve ${job_id} --reason "..."`;
  if (status === 'canary') return canaryText(progress);
  if (status === 'paused') return `paused in the ${phase === 'waiting' ? 'queue' : phase}`;
  return phase === 'waiting' ? 'waiting for the lease' : trialsText(progress);
};

/** How good: "best 74.2 % vs incumbent 68.8 %". */
export const standingText = ({ best, incumbent }: Progress): string =>
  `best ${rate(best)}, incumbent ${rate(incumbent)}`;

/** What it cost so far: "1,240/8,000 episodes, 83K/2.1M tokens". */
export const spendText = ({ episodes, tokens, cost: money }: Progress): string =>
  [
    `${count(episodes.done)}/${count(episodes.budget)} episodes`,
    ...(tokens.budget > 0 ? [`${short(tokens.spent)}/${short(tokens.budget)} tokens`] : []),
    ...(money.budget > 0 ? [`cost ${cost(money.spent)}/${cost(money.budget)}`] : []),
  ].join(', ');

/** How long: "12 s, at most 9 s left". */
export const clockText = ({ elapsedMs, leftMs }: Clock): string =>
  `${duration(elapsedMs)}${leftMs === null ? '' : `, at most ${duration(leftMs)} left`}`;

/** All of it on one line, for logs. */
export const progressLine = (progress: Progress, clock: Clock): string =>
  [phaseText(progress), standingText(progress), spendText(progress), clockText(clock)].join(' | ');
