export { connect, pingPostgres, type ConnectOptions, type Sql, type Tx } from './connection/connect.js';
export { identifier } from './connection/identifier.js';
export { asDomainError, violatedKey, withDomainErrors } from './connection/trouble.js';
export { migrate, type MigrateOptions } from './migrate/migrate.js';
export { serviceMigrations, type MigrationOrigin } from './migrate/migration-files.js';
export { packageDirectory } from './migrate/package-directory.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres/embedded-postgres.js';
export { type ServerWatch } from './embedded-postgres/restart.js';
