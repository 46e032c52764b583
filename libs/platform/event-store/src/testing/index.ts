export { eventStoreContract } from './event-store.contract.js';
export { testPostgres, type TestPostgres, type TestPostgresOptions } from './test-postgres.js';
export { until } from './until.js';
