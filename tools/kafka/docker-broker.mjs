import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { kafkaVersion } from './jars.mjs';
import { untilOpen } from './ports.mjs';

const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });

const environment = (port) => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
});

const create = (name, port) => {
  const variables = Object.entries(environment(port)).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const { status, stderr } = docker(
    'create',
    '--name',
    name,
    '-p',
    `127.0.0.1:${port}:${port}`,
    ...variables,
    `apache/kafka:${kafkaVersion}`,
  );
  if (status !== 0) throw new Error(`Docker could not create the broker: ${stderr}`);
};

/** Starts a broker in a container that is named after its data directory, so that a second start finds the first one's topics. */
export const startDockerBroker = async ({ data, port }) => {
  const name = `ao-kafka-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`;
  if (docker('inspect', name).status !== 0) create(name, port);
  const child = spawn('docker', ['start', '--attach', name], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await untilOpen(port, () => child.exitCode === null);
  return {
    ended,
    stop: () => docker('stop', name),
    kill: () => docker('kill', name),
    forget: () => docker('rm', '--force', '--volumes', name),
  };
};
