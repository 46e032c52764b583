import { connect, type Sql } from '@ao/postgres';
import type { Database } from '../database.js';
import type { WorkerLoop } from '../worker/worker-loop.js';
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
  started(loop: WorkerLoop): WorkerLoop;
}

/** Runs a suite on a real Postgres: one server for all tests, an empty schema for each. */
export const harnessSuite = (server: () => Promise<Server>): Suite => {
  let postgres: Server;
  let sql: Sql;
  let database: Database;
  let loops: WorkerLoop[] = [];
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
    await Promise.all(loops.map((loop) => loop.stop()));
    loops = [];
    await closeThreads();
  });
  return {
    get database() {
      return database;
    },
    get url() {
      return postgres.url;
    },
    started: (loop) => {
      loops.push(loop);
      loop.start();
      return loop;
    },
  };
};
