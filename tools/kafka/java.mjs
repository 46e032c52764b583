import { spawnSync } from 'node:child_process';
import path from 'node:path';

const oldest = 17;

const output = (command, args) => {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return error || status !== 0 ? undefined : `${stdout}${stderr}`;
};

const major = (text) => Number(/version "(\d+)/.exec(text ?? '')?.[1] ?? 0);

/** The first Java that is new enough for the broker: JAVA_HOME, then the path. */
export const findJava = (env = process.env) => {
  const candidates = [...(env.JAVA_HOME ? [path.join(env.JAVA_HOME, 'bin', 'java')] : []), 'java'];
  return candidates.find((java) => major(output(java, ['-version'])) >= oldest);
};

export const hasMaven = () => output('mvn', ['-v']) !== undefined;

/** True when a Docker engine answers, not only its client. */
export const hasDocker = () => output('docker', ['version', '--format', '{{.Server.Version}}']) !== undefined;
