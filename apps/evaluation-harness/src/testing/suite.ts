import { connect, type Sql } from '@ao/postgres';
import type { Database } from '../database.js';
import type { Pump } from '../worker/pump.js';
import { closeThreads, openDatabase } from './fixture.js';

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** What the tests of a suite share. */
export interface Suite {
  /** Fresh for each test. */
  readonly database: Database;
  readonly url: string;
  /** Starts a worker process that ends with the test. */
  started(pump: Pump): Pump;
}

/** Runs a suite on a real Postgres: one server for all tests, an empty schema for each. */
export const harnessSuite = (server: () => Promise<Server>): Suite => {
  let postgres: Server;
  let sql: Sql;
  let database: Database;
  let pumps: Pump[] = [];
  beforeAll(async () => {
    postgres = await server();
    sql = connect({ url: postgres.url, applicationName: 'test', max: 20 });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await postgres.stop();
  });
  beforeEach(async () => {
    database = await openDatabase(sql);
  });
  afterEach(async () => {
    await Promise.all(pumps.map((pump) => pump.stop()));
    pumps = [];
    await closeThreads();
  });
  return {
    get database() {
      return database;
    },
    get url() {
      return postgres.url;
    },
    started: (pump) => {
      pumps.push(pump);
      pump.start();
      return pump;
    },
  };
};
