export { eventStoreContract, testPostgres, type TestPostgres, type TestPostgresOptions } from './postgres/index.js';
