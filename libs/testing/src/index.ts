export { given, type Decision } from './decider/given.js';
export {
  describeWithKafka,
  ownBroker,
  testKafka,
  uniquePrefix,
  type OwnBroker,
  type TestKafka,
} from './kafka/test-kafka.js';
export {
  eventStoreContract,
  testPostgres,
  until,
  type TestPostgres,
  type TestPostgresOptions,
} from './postgres/index.js';
