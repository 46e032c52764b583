export {
  type DeliveredFact,
  type EventBus,
  type Fact,
  type FactBatch,
  type SubscribeOptions,
  type Subscription,
} from './event-bus.js';
export { maxValueBytes, unpublishable } from './accepted-facts.js';
export { deadLetterTopic, topics, type Topic } from './topics.js';
export { type BusLogger } from './bus-logger.js';
export { type DeadLetter, type DeadLetters, type RedriveOptions } from './dead-letters.js';
export { isPoisonFact, PoisonFact } from './poison-fact.js';
export { failureOf, type Failure } from './delivery/failure.js';
export { defaultRetry, type RetryPolicy } from './delivery/retry-policy.js';
export { kafkaBus, type KafkaBusOptions } from './kafka/kafka-bus.js';
export { localBus, type LocalBusOptions } from './local/local-bus.js';
