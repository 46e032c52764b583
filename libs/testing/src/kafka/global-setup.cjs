const path = require('node:path');

const tools = path.join(__dirname, '../../../../tools/kafka');

const announce = (kafka) => {
  process.env.AO_TEST_KAFKA = JSON.stringify(kafka);
};

const skip = (nothingFound) => {
  if (process.env.AO_REQUIRE_KAFKA === '1') throw new Error(nothingFound);
  process.stderr.write(`Kafka suites are skipped. ${nothingFound}\n`);
  announce(null);
};

/** kafkajs makes Node warn about it; its adapter silences that, but cannot reach out of Jest's sandbox. */
const silenceNegativeTimeouts = () => {
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (...all) => (all[1] === 'TimeoutNegativeWarning' ? undefined : emit(...all));
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --disable-warning=TimeoutNegativeWarning`;
};

/**
 * Jest's globalSetup for projects whose suites need Kafka: one broker for the run, the first that is found.
 * Workers read it through testKafka().
 */
module.exports = async () => {
  silenceNegativeTimeouts();
  const { findStarter, nothingFound } = await import(path.join(tools, 'find.mjs'));
  const canStart = findStarter() !== undefined;
  if (process.env.KAFKA_BROKERS) return announce({ brokers: process.env.KAFKA_BROKERS.split(','), canStart });
  if (!canStart) return skip(nothingFound);
  const { spawnBroker } = await import(path.join(tools, 'spawn.mjs'));
  const broker = await spawnBroker();
  globalThis.aoTestKafka = broker;
  announce({ brokers: [broker.brokers], canStart });
};
