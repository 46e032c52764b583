import type { Bench } from '../bench.js';
import { episodeCost } from './cost.js';
import { episodesInFlight } from './in-flight.js';

/** Episodes of the large job; 100000 for the full run. */
const episodes = Number(process.env['AO_BENCH_EPISODES'] ?? 20_000);

/** An echo agent through the whole platform in one process. The rivals' numbers are recorded, not run. */
export const episode: Bench = async (say) => [...(await episodeCost(episodes, say)), await episodesInFlight(say)];
