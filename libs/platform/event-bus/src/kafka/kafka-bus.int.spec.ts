import { eventStoreMigrations } from '@ao/event-store';
import { connect, migrate, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { describeWithKafka, uniquePrefix } from '@ao/testing';
import { eventBusContract, type Bus } from '../contract/event-bus.contract.js';
import { kafkaBus } from './kafka-bus.js';

describeWithKafka('Kafka', ({ brokers }) => {
  let server: TestPostgres;
  let sql: Sql;
  let logs = 0;

  beforeAll(async () => {
    server = await testPostgres();
    sql = connect({ url: server.url, applicationName: 'event-bus-test' });
  });

  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await server.stop();
  });

  eventBusContract('The Kafka bus', async () => {
    logs += 1;
    const schema = `effects_${logs}`;
    const topicPrefix = uniquePrefix();
    const open: Bus[] = [];
    await migrate({ sql, schema, origins: [eventStoreMigrations] });
    return {
      sql,
      schema,
      open: async (retry = {}) => {
        const opened = kafkaBus({ brokers, clientId: 'event-bus-test', topicPrefix, retry });
        open.push(opened);
        await opened.ensureTopics();
        return opened;
      },
      close: async () => {
        await Promise.all(open.map((one) => one.close()));
      },
    };
  });
});
