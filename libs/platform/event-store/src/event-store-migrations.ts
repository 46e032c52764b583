import { join } from 'node:path';
import { packageDirectory, type MigrationOrigin } from '@ao/postgres';

/** The tables of every service that has a log: events, the relay's and the consumers' checkpoints. Run before the service's own. */
export const eventStoreMigrations: MigrationOrigin = {
  name: 'event-store',
  directory: join(packageDirectory(__dirname), 'migrations'),
};
