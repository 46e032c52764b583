/**
 * How long tests wait before they call something hung: limits written for a quiet machine, times how slow this one is. Measured, not
 * guessed: a fixed piece of work is timed a few times, and the processes that wait for each core are counted.
 */
const { availableParallelism, loadavg } = require('node:os');

/** What the work below takes on a quiet core of 2026, in milliseconds. */
const quietMs = 7;

const work = () => {
  const start = process.hrtime.bigint();
  let hash = 1;
  for (let at = 0; at < 6_000_000; at += 1) hash = Math.imul(hash ^ at, 0x01000193);
  if (hash === 0) throw new Error('never: the result is used so that the loop is not left out');
  return Number(process.hrtime.bigint() - start) / 1e6;
};

const times = Array.from({ length: 12 }, work).slice(2);
const slowness = times.reduce((sum, each) => sum + each, 0) / times.length / quietMs;
const waiting = (loadavg()[0] ?? 0) / availableParallelism();

/** At least 1. Set once for the whole run; its workers inherit it. */
process.env.AO_TEST_PATIENCE ??= String(Math.max(1, slowness, waiting));

exports.patience = Number(process.env.AO_TEST_PATIENCE);
