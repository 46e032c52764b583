export { given, type Decision } from './decider/given.js';
export {
  describeWithKafka,
  ownBroker,
  testKafka,
  uniquePrefix,
  type OwnBroker,
  type TestKafka,
} from './kafka/test-kafka.js';
export { patient, until } from './waiting/until.js';
