import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Deletes the folder once its standard input has ended, when whoever wrote into it has had time to see that it is alone. */
const cleaner = `
  const { rmSync } = require('node:fs');
  process.stdin.on('end', async () => {
    for (let round = 0; round < 20; round += 1) {
      rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 3 });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }).resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
`;

/**
 * A folder for a benchmark's databases and logs. It goes when this process goes, however that ends, kill -9 included: a small process of
 * its own, whose standard input is this one's to hold open, deletes it.
 */
export const scratchFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ao-bench-'));
  const child = spawn(process.execPath, ['-e', cleaner, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return folder;
};
