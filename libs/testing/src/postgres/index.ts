export { eventStoreContract, testPostgres, type TestPostgres, type TestPostgresOptions } from '@ao/event-store/testing';
