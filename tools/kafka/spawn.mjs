import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const script = path.join(import.meta.dirname, 'start.mjs');

/**
 * Starts a broker in a process of its own that ends with this one, whatever happens to it. Without `data` its records go with it.
 * Answers { brokers: 'host:port', stop(), kill() }; both resolve when the broker is gone.
 */
export const spawnBroker = async ({ data, port = 0 } = {}) => {
  const args = [script, '--child', '--port', String(port), ...(data ? ['--data', data] : [])];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const complaint = [];
  child.stderr.on('data', (text) => complaint.push(text));
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(`The broker did not start: ${complaint.join('')}`))),
  ]);
  const end = async (signal) => {
    child.kill(signal);
    await ended;
  };
  return { brokers: JSON.parse(line).brokers, stop: () => end('SIGTERM'), kill: () => end('SIGUSR2') };
};
