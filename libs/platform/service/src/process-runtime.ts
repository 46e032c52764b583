import { addressVariable, calledServices } from '@ao/contracts';
import { kafkaBus } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import type { Peers } from './peers.js';
import type { ServiceConfig } from './service-config.js';
import type { ServiceRuntime } from './service-runtime.js';

/** The runtime of a service that runs as a process of its own: Postgres and Kafka. */
export const processRuntime = (name: string, config: ServiceConfig): ServiceRuntime => {
  const logger = createLogger({ service: name, level: config.AO_LOG_LEVEL });
  return {
    name,
    logger,
    sql: connect({ url: config.AO_DATABASE_URL, max: config.AO_DATABASE_CONNECTIONS, applicationName: name }),
    bus: kafkaBus({ brokers: config.KAFKA_BROKERS, clientId: name, logger }),
    peers: Object.fromEntries(calledServices.map(({ name: peer }) => [peer, config[addressVariable(peer)]])) as Peers,
    serviceToken: config.AO_SERVICE_TOKEN,
    access: {
      admin: config.AO_ADMIN_TOKEN,
      viewer: config.AO_VIEWER_TOKEN,
      application: config.AO_APPLICATION_TOKEN,
      service: config.AO_SERVICE_TOKEN,
    },
  };
};
