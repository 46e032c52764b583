import { cost, count, duration, many, none, percent, short } from '../terminal/format.js';
import type { Progress, Rate } from './progress.js';

/** Milliseconds since the job was first seen, and at most this long from now on; null: not known yet. */
export interface Clock {
  readonly elapsedMs: number;
  readonly leftMs: number | null;
}

const rate = (value: Rate | null): string => (value === null || value.episodes === 0 ? none : percent(value.solved / value.episodes));

/** Where it is: "search, round 2: trial 5/9". */
export const phaseText = ({ status, phase, round, trials, candidates }: Progress): string => {
  if (status === 'paused') return `paused in the ${phase === 'waiting' ? 'queue' : phase}`;
  if (phase === 'waiting') return 'waiting for the lease';
  const at = `trial ${trials.done}/${trials.scheduled}`;
  return phase === 'search' ? `search, round ${round}: ${at} of ${many(candidates, 'candidate')}` : `gate on the holdout, block ${round}: ${at}`;
};

/** How good: "best 74.2 % vs incumbent 68.8 %". */
export const standingText = ({ best, incumbent }: Progress): string => `best ${rate(best)}, incumbent ${rate(incumbent)}`;

/** What it cost so far: "1,240/8,000 episodes, 83K/2.1M tokens". */
export const spendText = ({ episodes, tokens, cost: money }: Progress): string =>
  [
    `${count(episodes.done)}/${count(episodes.budget)} episodes`,
    ...(tokens.budget > 0 ? [`${short(tokens.spent)}/${short(tokens.budget)} tokens`] : []),
    ...(money.budget > 0 ? [`cost ${cost(money.spent)}/${cost(money.budget)}`] : []),
  ].join(', ');

/** How long: "12 s, at most 9 s left". */
export const clockText = ({ elapsedMs, leftMs }: Clock): string => `${duration(elapsedMs)}${leftMs === null ? '' : `, at most ${duration(leftMs)} left`}`;

/** All of it on one line, for logs. */
export const progressLine = (progress: Progress, clock: Clock): string => [phaseText(progress), standingText(progress), spendText(progress), clockText(clock)].join(' | ');
