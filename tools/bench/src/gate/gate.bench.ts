import type { Bench } from '../bench.js';
import { falsePromotions } from './false-promotion.js';
import { power } from './power.js';

const jobs = Number(process.env['AO_BENCH_JOBS'] ?? 10_000);
const runs = Number(process.env['AO_BENCH_RUNS'] ?? 4_000);

/** False promotions of equal candidates looked at after every episode, in a job and over a slot's life, and the power at +10 and +5 points. */
export const gate: Bench = async (say) => [...falsePromotions(jobs, say), ...power(runs, say)];
