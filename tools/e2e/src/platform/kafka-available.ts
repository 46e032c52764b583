import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const ask = (finder: string): string =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { findStarter } from ${JSON.stringify(finder)}; process.stdout.write(findStarter() ?? '')`,
    ],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  ).stdout;

/** Whether this machine can start a Kafka for the suites. With AO_REQUIRE_KAFKA=1 none is an error; else one line says what to install. */
export const kafkaAvailable = (): boolean => {
  if (ask(join(dirname(require.resolve('@ao/cluster/package.json')), '../kafka/find.mjs')) !== '') return true;
  const missing = 'No Kafka: install Java 17 with Maven, or start Docker.';
  if (process.env['AO_REQUIRE_KAFKA'] === '1') throw new Error(missing);
  process.stderr.write(`The cluster suite is skipped. ${missing}\n`);
  return false;
};
