import { v7 as uuid } from 'uuid';
import { kafkaBus, type EventBus } from '@ao/event-bus';
import { connect, identifier } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { projection } from '@ao/projection';
import { freePort, peersAt, startApplication, type ServiceRuntime } from '@ao/service';
import type { Place, StartSide } from './stand.js';

const host = '127.0.0.1';

/** A group of its own for each round, so that each reads from the beginning. */
const withGroup = (bus: EventBus, group: string): EventBus => ({
  ...bus,
  subscribe: (options) => bus.subscribe({ ...options, group }),
});

const runtimeOn = ({ brokers, database }: Place, name: string, address: string): ServiceRuntime => {
  const logger = createLogger({ service: 'projection', level: process.env['AO_LOG_LEVEL'] ?? 'error' });
  return {
    name: 'projection',
    schema: name,
    logger,
    sql: connect({ url: database, applicationName: 'projection' }),
    bus: withGroup(kafkaBus({ brokers, clientId: 'projection', logger }), name),
    peers: peersAt(address),
    serviceToken: uuid(),
    access: { admin: uuid(), service: uuid() },
  };
};

/** The projection as its own process runs it: every view, the feed, the checkpoint in the transaction of the rows. */
export const startOurs: StartSide = async (place, name) => {
  const grpcPort = await freePort(host);
  const runtime = runtimeOn(place, name, `${host}:${grpcPort}`);
  const application = await startApplication({
    runtime,
    services: [projection.on(runtime)],
    host,
    httpPort: 0,
    grpcPort,
  });
  return { table: `${identifier(name)}.episodes`, stop: () => application.stop() };
};
