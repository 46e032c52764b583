import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

const pom = path.join(import.meta.dirname, 'pom.xml');

export const kafkaVersion = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(pom, 'utf8'))[1];

const cache = () => process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');

/** Where the broker's jars lie, outside the checkout so that every checkout shares them. */
export const jarDirectory = () => path.join(cache(), 'agent-orchestrator', `kafka-${kafkaVersion}`);

export const haveJars = () => existsSync(jarDirectory());

const copyDependencies = async (directory) => {
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${directory}`];
  const maven = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  for (const stream of [maven.stdout, maven.stderr]) stream.on('data', (data) => lines.push(data));
  const [code] = await once(maven, 'close');
  if (code !== 0) throw new Error(`Maven could not fetch Kafka ${kafkaVersion}:\n${lines.join('')}`);
};

/** Fetches the jars once. Two processes may race: the first complete directory wins. */
export const ensureJars = async () => {
  const directory = jarDirectory();
  if (existsSync(directory)) return directory;
  await mkdir(path.dirname(directory), { recursive: true });
  const fresh = await mkdtemp(`${directory}-`);
  try {
    await copyDependencies(fresh);
    await rename(fresh, directory);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
};
