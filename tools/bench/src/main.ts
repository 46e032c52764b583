import { append } from './append.bench.js';
import { gate } from './gate.bench.js';
import type { Bench } from './bench.js';

const benches: Readonly<Record<string, Bench>> = { append, gate };

const main = async (): Promise<void> => {
  const name = process.argv[2] ?? '';
  const bench = benches[name];
  if (!bench) {
    process.stderr.write(`npm run bench -- NAME, where NAME is one of ${Object.keys(benches).join(', ')}\n`);
    process.exit(2);
  }
  const started = performance.now();
  const rows = await bench((line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
