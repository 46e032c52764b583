export { testPostgres, type TestPostgres, type TestPostgresOptions } from './test-postgres.js';
