import { deadLetterTopic } from '../topics.js';

/** How the platform's names are called in this cluster. */
export interface KafkaNames {
  topic(name: string): string;
  deadLetters(topic: string): string;
  group(name: string): string;
  /** The platform's name of a topic of the cluster. */
  plainTopic(name: string): string;
}

/** A prefix keeps several platforms, or tests, apart in one cluster. */
export const kafkaNames = (prefix: string): KafkaNames => ({
  topic: (name) => `${prefix}${name}`,
  deadLetters: (topic) => `${prefix}${deadLetterTopic(topic)}`,
  group: (name) => `${prefix}${name}`,
  plainTopic: (name) => name.slice(prefix.length),
});
