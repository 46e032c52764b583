export { eventStoreContract } from '@ao/event-store/testing';
export { testPostgres, until, type TestPostgres, type TestPostgresOptions } from '@ao/postgres/testing';
