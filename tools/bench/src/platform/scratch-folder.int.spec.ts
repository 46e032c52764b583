import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@ao/testing';

const script = `
  const { scratchFolder } = require(${JSON.stringify(join(__dirname, 'scratch-folder.ts'))});
  console.log(scratchFolder());
  setInterval(() => undefined, 1000);
`;

it.each(['SIGKILL', 'SIGTERM'] as const)('goes when the benchmark is ended by %s', async (signal) => {
  const child = spawn(process.execPath, ['-e', script], { env: { ...process.env, NODE_OPTIONS: '' } });
  const [folder] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres', 'rows'), 'many');
  expect(existsSync(folder)).toBe(true);
  child.kill(signal);
  await until(() => !existsSync(folder), 'the folder is gone');
});
