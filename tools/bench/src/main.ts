import type { Bench } from './bench.js';

/** Loaded when asked for: one benchmark's packages are no load on another. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  append: async () => (await import('./append/append.bench.js')).append,
  calibration: async () => (await import('./calibration/calibration.bench.js')).calibration,
  episode: async () => (await import('./episode/episode.bench.js')).episode,
  'fact-to-state': async () => (await import('./fact-to-state/fact-to-state.bench.js')).factToState,
  gain: async () => (await import('./gain/gain.bench.js')).gain,
  gate: async () => (await import('./gate/gate.bench.js')).gate,
  recall: async () => (await import('./recall/recall.bench.js')).recallBench,
  responsive: async () => (await import('./responsive/responsive.bench.js')).responsive,
  pictures: async () => (await import('./pictures/pictures.bench.js')).drawPictures,
};

const main = async (): Promise<void> => {
  const name = process.argv[2] ?? '';
  const load = benches[name];
  if (!load) {
    process.stderr.write(`npm run bench -- NAME, where NAME is one of ${Object.keys(benches).join(', ')}\n`);
    process.exit(2);
  }
  const bench = await load();
  const started = performance.now();
  const rows = await bench((line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
