import { startDockerBroker } from './docker-broker.mjs';
import { findStarter, nothingFound } from './find.mjs';
import { startJavaBroker } from './java-broker.mjs';
import { freePorts } from './ports.mjs';

const starters = { java: startJavaBroker, docker: startDockerBroker };

const attempt = async (start, data, wanted, left) => {
  const port = wanted === 0 ? (await freePorts(1))[0] : wanted;
  try {
    return { brokers: `127.0.0.1:${port}`, ...(await start({ data, port })) };
  } catch (error) {
    // A free port can be taken between asking and listening.
    if (wanted !== 0 || left === 0) throw error;
    return attempt(start, data, wanted, left - 1);
  }
};

/**
 * Starts a local broker that keeps its records in `data` (an absolute directory); port 0 takes a free one.
 * Answers { brokers, ended, stop(), kill(), forget?() }; `ended` settles when the broker is gone.
 */
export const startBroker = async ({ data, port }) => {
  const starter = findStarter();
  if (!starter) throw new Error(nothingFound);
  return attempt(starters[starter], data, port, 2);
};
