import { join } from 'node:path';
import { migrate, packageDirectory, type MigrationOrigin, type Sql } from '@ao/postgres';

const localBusMigrations: MigrationOrigin = {
  name: 'local-bus',
  directory: join(packageDirectory(__dirname), 'migrations'),
};

/** Brings the tables and functions of the local log up to date. */
export const ensureLogSchema = async (sql: Sql, schema: string): Promise<void> => {
  await migrate({ sql, schema, origins: [localBusMigrations] });
};
