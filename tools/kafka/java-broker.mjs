import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findJava } from './java.mjs';
import { ensureJars } from './jars.mjs';
import { freePorts, untilOpen } from './ports.mjs';

const template = path.join(import.meta.dirname, 'server.properties');
const flags = [
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

const writeProperties = async (data, values) => {
  const text = await readFile(template, 'utf8');
  const file = path.join(data, 'server.properties');
  await writeFile(
    file,
    text.replace(/\$\{(\w+)\}/g, (_, name) => values[name]),
  );
  return file;
};

const run = async (java, args, logFile) => {
  const log = openSync(logFile, 'a');
  const child = spawn(java, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  return child;
};

const format = async (java, classPath, properties, logFile) => {
  const id = randomBytes(16).toString('base64url');
  const tool = await run(
    java,
    [...flags, '-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', properties],
    logFile,
  );
  const [code] = await once(tool, 'exit');
  if (code !== 0) throw new Error(`Kafka could not format its directory: see ${logFile}`);
};

/** Starts a broker from its jars. Same `data` and `port`: the same broker with all that it had. */
export const startJavaBroker = async ({ data, port }) => {
  const java = findJava();
  const classPath = path.join(await ensureJars(), '*');
  const logDirectory = path.join(data, 'log');
  const logFile = path.join(data, 'broker.log');
  await mkdir(data, { recursive: true });
  const [controllerPort] = await freePorts(1);
  const properties = await writeProperties(data, { port, controllerPort, logDirectory });
  if (!existsSync(path.join(logDirectory, 'meta.properties'))) await format(java, classPath, properties, logFile);
  const child = await run(java, [...flags, '-cp', classPath, 'kafka.Kafka', properties], logFile);
  const ended = once(child, 'exit');
  await untilOpen(port, () => child.exitCode === null && child.signalCode === null).catch((error) => {
    child.kill('SIGKILL');
    throw new Error(`Kafka did not start: ${error.message}\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
  });
  return { ended, stop: () => child.kill('SIGTERM'), kill: () => child.kill('SIGKILL') };
};
