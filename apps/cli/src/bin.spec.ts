import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import manifest from '../package.json';

const bin = join(__dirname, '../bin/ao.js');

/** The file as a Node of that version runs it. */
const withNode = (version: string, ...args: string[]): { code: number | null; out: string; err: string } => {
  const script = `Object.defineProperty(process.versions, 'node', { value: ${JSON.stringify(version)} });
    process.argv.splice(1, process.argv.length, 'ao', ...${JSON.stringify(args)});
    require(${JSON.stringify(bin)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { code: status, out: stdout, err: stderr };
};

it.each(['8.17.0', '20.20.2', '22.11.0', '23.11.0'])('says in one line which Node it needs: %s is none', (version) => {
  const { code, out, err } = withNode(version, '--version');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(
    /^error: ao needs Node \^22\.12\.0 \|\| >=24\.0\.0, this is v\S+ \(npx ao uses the right one\)\n$/u,
  );
});

it.each(['22.12.0', '22.20.1', '24.0.0', '24.21.0', '26.1.0'])('runs with Node %s', (version) => {
  expect(withNode(version, '--version')).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});
