import { loadConfig } from '@ao/config';
import { startProblem, stopOnSignal } from '@ao/service';
import { startPlatform, type Platform } from './platform.js';
import { standaloneConfig } from './standalone.settings.js';

const forPeople = ({ http, grpc, adminTokenFile, dataDir }: Platform): string => `
  Agent Orchestrator is up.

    HTTP     http://${http}      (probes: /healthz /readyz, API: /openapi.json)
    gRPC     ${grpc}
    token    ${adminTokenFile}   (the administrator's: Authorization: Bearer <token>)
    data     ${dataDir}          (database, tokens, platform.log)

  Next:  npx ao agents   |   npx ao train recall --follow   |   Ctrl-C stops

`;

const forMachines = ({ http, grpc, adminTokenFile, dataDir }: Platform): string =>
  `${JSON.stringify({ event: 'ready', http, grpc, token_file: adminTokenFile, data_dir: dataDir })}\n`;

const main = async (): Promise<void> => {
  try {
    const config = loadConfig(standaloneConfig, process.env);
    const platform = await startPlatform(config);
    process.stdout.write(config.AO_OUTPUT === 'json' ? forMachines(platform) : forPeople(platform));
    stopOnSignal(platform.logger, platform.stop);
  } catch (error) {
    process.stderr.write(`The platform could not start: ${startProblem(error)}\n`);
    process.exit(1);
  }
};

void main();
