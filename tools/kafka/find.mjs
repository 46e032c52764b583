import { findJava, hasDocker, hasMaven } from './java.mjs';
import { haveJars } from './jars.mjs';

/** What can start a broker here: 'java', 'docker' or nothing. */
export const findStarter = () => {
  if (findJava() && (haveJars() || hasMaven())) return 'java';
  return hasDocker() ? 'docker' : undefined;
};

export const nothingFound = 'No Kafka: set KAFKA_BROKERS, or install Java 17 with Maven, or start Docker.';
