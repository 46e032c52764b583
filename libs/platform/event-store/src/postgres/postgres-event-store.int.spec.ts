import { connect, type Sql } from '../connection/connect.js';
import { migrate } from '../migrate/migrate.js';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { testPostgres, type TestPostgres } from '../testing/test-postgres.js';
import { postgresEventStore } from './postgres-event-store.js';

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
  await migrate({ sql, schema });
  return postgresEventStore({ sql, schema });
});
