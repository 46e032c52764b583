import { sharedPolicies, simulationPolicy } from '@ao/science';
import { atMost, reaches, type Bench } from '../bench.js';
import { leaderboardGain, playGainJob, type GainJob, type PromotedGain, type Reported } from './gain-job.js';

const jobs = Number(process.env['AO_BENCH_JOBS'] ?? 5_000);
const confirmationItems = 100;

const mixedGains = [0, -0.05, 0.02, 0.05, 0.1];
const mixed: GainJob = {
  gains: mixedGains,
  policies: sharedPolicies(simulationPolicy, mixedGains.length),
  confirmationItems,
};

/** Jobs in which nothing is better: what is promoted is promoted by error. */
const equal: GainJob = {
  gains: Array.from({ length: 20 }, () => 0),
  policies: sharedPolicies(simulationPolicy, 20),
  confirmationItems,
};

interface Honesty {
  /** Mean of estimate - truth. */
  readonly bias: number;
  /** Share of the intervals that contain the truth. */
  readonly coverage: number;
}

const honesty = (promoted: readonly PromotedGain[], pick: (gain: PromotedGain) => Reported): Honesty => ({
  bias: promoted.reduce((sum, gain) => sum + pick(gain).estimate - gain.truth, 0) / promoted.length,
  coverage:
    promoted.filter((gain) => pick(gain).low <= gain.truth && gain.truth <= pick(gain).high).length / promoted.length,
});

const seen = ({ seen: reported }: PromotedGain): Reported => reported;
const honest = ({ honest: reported }: PromotedGain): Reported => reported;

const points = (gain: number): string => `${gain < 0 ? '' : '+'}${(100 * gain).toFixed(2)} points`;
const told = ({ bias, coverage }: Honesty): string =>
  `${points(bias)} off, ${(100 * coverage).toFixed(1)} % of the intervals cover`;

const summary = (name: string, promoted: readonly PromotedGain[]): string =>
  promoted.length === 0
    ? `${name}: none`
    : `${name}: ${promoted.length} promoted; on ${confirmationItems} confirmation items ${told(honesty(promoted, honest))}; on the verdict's own pairs ${told(honesty(promoted, seen))}`;

const played = (job: GainJob, count: number): PromotedGain[] =>
  Array.from({ length: count }, (_, seed) => playGainJob(job, seed + 1)).filter((gain) => gain !== undefined);

/** The gain of promoted candidates as it is reported, against their true gain: from confirmation items, and from the pairs that promoted them. */
export const gain: Bench = async (say) => {
  const promoted = played(mixed, jobs);
  say(
    summary(
      `${jobs} jobs with candidates of true gain ${mixedGains.map((each) => 100 * each).join(', ')} points`,
      promoted,
    ),
  );
  for (const truth of mixedGains)
    say(
      summary(
        `  of true gain ${100 * truth}`,
        promoted.filter((each) => each.truth === truth),
      ),
    );
  say(summary(`${jobs} jobs of 20 candidates of true gain 0`, played(equal, jobs)));
  const boards = Math.ceil(jobs / 20);
  const claimed =
    Array.from({ length: boards }, (_, seed) => leaderboardGain(equal, seed + 1)).reduce((sum, each) => sum + each, 0) /
    boards;
  say(`  what a leaderboard claims for its first of the same candidates, all of true gain 0: ${points(claimed)}`);
  const [ours, theirs] = [honesty(promoted, honest), honesty(promoted, seen)];
  return [
    atMost('gain_bias', { ours: Math.abs(ours.bias), theirs: Math.abs(theirs.bias), unit: 'solve rate' }, 0.005),
    reaches('gain_coverage', { ours: ours.coverage, theirs: theirs.coverage, unit: 'share of intervals' }, 0.94),
  ];
};
