#!/usr/bin/env node
/**
 * A local Kafka broker in the foreground: node tools/kafka/start.mjs [--port 9092] [--data DIR] [--child]
 *
 * --port 0     takes a free port.
 * --data DIR   keeps the records there; without it they go when the broker goes.
 * --child      for a parent process: prints {"brokers": "..."} once ready, and ends hard when its standard input ends.
 *
 * SIGTERM and SIGINT stop the broker cleanly, SIGUSR2 kills it as a crash would.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from './broker.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9092' },
    data: { type: 'string' },
    child: { type: 'boolean', default: false },
  },
});
const data = values.data ? path.resolve(values.data) : mkdtempSync(path.join(tmpdir(), 'ao-kafka-'));

const forget = (broker) => {
  if (values.data) return;
  broker?.forget?.();
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
};

const announce = (brokers) => {
  if (values.child) process.stdout.write(`${JSON.stringify({ brokers })}\n`);
  else process.stdout.write(`Kafka listens on ${brokers}, data in ${data}. Ctrl-C stops it.\n`);
};

try {
  const broker = await startBroker({ data, port: Number(values.port) });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => broker.stop());
  process.on('SIGUSR2', () => broker.kill());
  if (values.child) process.stdin.on('end', () => broker.kill()).resume();
  announce(broker.brokers);
  await broker.ended;
  forget(broker);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  forget();
  process.exit(1);
}
