import type { Bench } from '../bench.js';
import { episodeCost } from './cost.js';
import { episodesInFlight } from './in-flight.js';

/** Episodes of the large job; 100000 for the full run. */
const episodes = Number(process.env['AO_BENCH_EPISODES'] ?? 20_000);

/** An echo agent through the whole platform in one process. The rivals' numbers are recorded, not run. */
export const episode: Bench = async (say) => {
  say(
    'theirs: promptfoo 0.121.20 (ms, bytes) and inspect_ai 0.3.285 (in flight), recorded on a machine of two cores without durable events; not run here',
  );
  return [...(await episodeCost(episodes, say)), await episodesInFlight(say)];
};
