import { join } from 'node:path';
import { createLogger } from '@ao/observability';
import { startProblem, stopOnSignal } from '@ao/service';
import { startCluster, type Cluster } from './cluster.js';
import { serviceSpecs } from './services.js';

const table = (cluster: Cluster): string =>
  serviceSpecs
    .map(
      ({ name }) =>
        `    ${name.padEnd(22)} http ${cluster.service(name).http.padEnd(18)} gRPC ${name === 'gateway' ? '-' : cluster.service(name).grpc}`,
    )
    .join('\n');

const main = async (): Promise<void> => {
  const dataDir = process.env['AO_DATA_DIR'] ?? join('.ao', 'cluster');
  process.stdout.write('Starting Kafka, Postgres and every service, each as a process of its own ...\n');
  const cluster = await startCluster({ dataDir, gatewayPort: Number(process.env['AO_HTTP_PORT'] ?? 8787) });
  process.stdout.write(`
  The cluster is up.

    Kafka                  ${cluster.kafka.brokers}
    gateway                http://${cluster.http}
    token                  ${cluster.tokenFile}
    logs                   ${join(dataDir, 'logs')}

${table(cluster)}

  Next:  AO_DATA_DIR=${dataDir} npx ao train recall --follow   |   Ctrl-C stops everything

`);
  stopOnSignal(createLogger({ service: 'cluster', level: 'warn' }), cluster.stop);
};

main().catch((error: unknown) => {
  process.stderr.write(`The cluster could not start: ${startProblem(error)}\n`);
  process.exit(1);
});
