import { connect, type Sql, migrate } from '@ao/postgres';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { postgresEventStore } from './postgres-event-store.js';
import { eventStoreMigrations } from '../event-store-migrations.js';

let postgres: TestPostgres;
let sql: Sql;
let schemas = 0;

beforeAll(async () => {
  postgres = await testPostgres();
  sql = connect({ url: postgres.url, applicationName: 'test' });
});

afterAll(async () => {
  await sql.end();
  await postgres.stop();
});

eventStoreContract('postgres', async () => {
  const schema = `s${(schemas += 1)}`;
  await migrate({ sql, schema, origins: [eventStoreMigrations] });
  return postgresEventStore({ sql, schema });
});
