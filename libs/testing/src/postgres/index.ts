export {
  eventStoreContract,
  testPostgres,
  until,
  type TestPostgres,
  type TestPostgresOptions,
} from '@ao/event-store/testing';
