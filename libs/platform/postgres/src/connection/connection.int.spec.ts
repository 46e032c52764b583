import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { testPostgres, type TestPostgres } from '../testing/test-postgres.js';
import { until } from '@ao/testing';
import { connect, pingPostgres, type Sql } from './connect.js';
import { withDomainErrors } from './trouble.js';

let postgres: TestPostgres;
let sql: Sql;
let killer: Sql;

beforeAll(async () => {
  postgres = await testPostgres({ durable: true });
  sql = connect({ url: postgres.url, max: 4, applicationName: 'test' });
  killer = connect({ url: postgres.url, max: 1, applicationName: 'killer' });
  await sql`create table kept (value text)`;
});

afterAll(async () => {
  await sql.end({ timeout: 1 });
  await killer.end({ timeout: 1 });
  await postgres.stop();
});

beforeEach(() => sql`truncate kept`);

/** Ends a session as an administrator would, and waits until it is gone. */
const kill = async (pid: number): Promise<void> => {
  await killer`select pg_terminate_backend(${pid})`;
  await until(async () => (await killer`select from pg_stat_activity where pid = ${pid}`).length === 0);
};

const pidOf = async (one: Pick<Sql, 'unsafe'>): Promise<number> =>
  (await one.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid'))[0]?.pid ?? 0;

const untilItWorks = async (pool: Sql): Promise<void> => {
  await until(() => pingPostgres(pool).then(() => true), 'Postgres answers');
};

describe('a pool', () => {
  it('reads bigint as bigint, JSON as JSON, and names its application', async () => {
    const [row] =
      await sql`select 9007199254740993::bigint as big, '{"a": [1]}'::jsonb as json, current_setting('application_name') as name`;
    expect(row).toEqual({ big: 9007199254740993n, json: { a: [1] }, name: 'test' });
  });

  it('says unavailable at once where nobody listens', async () => {
    const nobody = connect({ url: 'postgres://a:b@127.0.0.1:1/c', applicationName: 'test' });
    const begin = performance.now();
    for (let index = 0; index < 5; index += 1)
      await expect(withDomainErrors(nobody`select 1`)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - begin).toBeLessThan(4000);
    await nobody.end();
  });

  it('says that the disk is full, which is no fault of the request', async () => {
    const full = sql.unsafe(
      `do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
    );
    await expect(withDomainErrors(full)).rejects.toMatchObject({
      code: 'resource_exhausted',
      message: expect.stringContaining('the disk is full: Postgres could not write (could not extend file') as string,
    });
  });

  it('comes back after the server was killed', async () => {
    await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.01)`));
    await postgres.crash();
    await expect(pingPostgres(sql)).rejects.toMatchObject({ code: 'unavailable' });
    await postgres.restart();
    await untilItWorks(sql);
    await untilItWorks(killer);
    const values = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) => (await sql<{ value: number }[]>`select ${index}::int as value`)[0]?.value,
      ),
    );
    expect(values).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('settles every query, whenever its connection is killed', async () => {
    for (let round = 0; round < 8; round += 1) {
      const pid = await pidOf(sql);
      const queries = Array.from({ length: 30 }, (_, index) =>
        index % 3 === 0 ? sql`select pg_sleep(0.003)` : sql`select ${'x'.repeat(index * 40)} as value`,
      );
      const dying = killer`select pg_terminate_backend(${pid})`;
      // A query that is sent as soon as another one failed meets the connection between its error and its close.
      const again = queries.map((query) => query.catch(() => sql`select 1`.catch(() => 'away')));
      await Promise.all([dying, ...again]);
    }
    await untilItWorks(sql);
  });
});

describe('a connection that is lost while a query waits to be sent', () => {
  it('is used again at once', async () => {
    const connected = jest.spyOn(Socket.prototype, 'connect');
    const one = connect({ url: postgres.url, max: 1, applicationName: 'test' });
    await pingPostgres(one);
    const socket = connected.mock.contexts.at(-1) as Socket;
    connected.mockRestore();
    // A query made in an immediate is sent in the next one; the close comes between the two.
    const waiting = new Promise((resolve) => {
      setImmediate(() => {
        socket.destroy();
        one`select 1`.then(resolve, resolve);
      });
    });
    expect(await waiting).toMatchObject({ code: 'CONNECTION_CLOSED' });
    const begin = performance.now();
    await pingPostgres(one);
    expect(performance.now() - begin).toBeLessThan(1500);
    await one.end();
  });
});

describe('a transaction whose connection is lost', () => {
  it('fails in the middle of a query, and the process lives', async () => {
    const lost = sql.begin(async (tx) => {
      const pid = await pidOf(tx);
      const sleeping = tx`select pg_sleep(10)`;
      await Promise.all([sleeping, kill(pid)]);
    });
    await expect(withDomainErrors(lost)).rejects.toMatchObject({ code: 'unavailable' });
    await untilItWorks(sql);
  });

  it('writes nothing outside itself, though the pool has connected again', async () => {
    const one = connect({ url: postgres.url, max: 1, applicationName: 'test' });
    const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
    const lost = one.begin(async (tx) => {
      await tx`insert into kept values ('before')`;
      await kill(await pidOf(tx));
      await one`select 1`;
      await tx`insert into kept values ('outside')`.then(resolve, resolve);
    });
    await expect(withDomainErrors(lost)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await outcome).toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await sql`select value from kept`).toEqual([]);
    await one.end();
  });

  it('fails where the work catches the error and goes on', async () => {
    const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
    const lost = sql.begin(async (tx) => {
      const pid = await pidOf(tx);
      await Promise.all([
        kill(pid),
        tx`select pg_sleep(10)`.catch(() => tx`insert into kept values ('after')`.then(resolve, resolve)),
      ]);
    });
    await expect(withDomainErrors(lost)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await outcome).toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await sql`select value from kept`).toEqual([]);
  });
});

describe('a server that hangs up', () => {
  const listen = async (greet: (socket: Socket) => void): Promise<{ server: Server; pool: Sql }> => {
    const server = createServer(greet);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { server, pool: connect({ url: `postgres://a:b@127.0.0.1:${port}/c`, max: 1, applicationName: 'test' }) };
  };

  it('is unavailable where it closes the connection in the handshake', async () => {
    const { server, pool } = await listen((socket) => socket.once('data', () => socket.end()));
    await expect(withDomainErrors(pool`select 1`)).rejects.toMatchObject({ code: 'unavailable' });
    await pool.end({ timeout: 0 });
    server.close();
  });

  it('is unavailable where it closes the connection just after the handshake', async () => {
    const welcome = Buffer.from('520000000800000000' + '5a0000000549', 'hex');
    const { server, pool } = await listen((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => socket.write(welcome, () => socket.once('data', () => socket.end())));
    });
    await expect(withDomainErrors(pool`select 1`)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(withDomainErrors(pool.begin((tx) => tx`select 1`))).rejects.toMatchObject({ code: 'unavailable' });
    await pool.end({ timeout: 0 });
    server.close();
  });

  it('is unavailable within the given time where it says nothing', async () => {
    const sockets: Socket[] = [];
    const { server, pool } = await listen((socket) => sockets.push(socket));
    await expect(pingPostgres(pool, 200)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Postgres did not answer within 200 ms.',
    });
    await pool.end({ timeout: 0 });
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
});
