import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { builtins, testAgents } from '../builtins.js';
import { ThreadKnowledge } from './thread-knowledge.js';
import { wireError, type FromThread, type ThreadRequest, type ThreadStart, type ToThread } from './thread-messages.js';
import { ThreadSessions } from './thread-sessions.js';

// Entry of a thread that runs built-in agents: see `agentThreads`.

const start = workerData as ThreadStart;
const niceness = 10;
// On Linux 0 names the calling thread; elsewhere it would be the whole process.
if (start.background && process.platform === 'linux') setPriority(0, niceness);
const send = (message: FromThread): void => parentPort?.postMessage(message);
const knowledge = new ThreadKnowledge(send);
const sessions = new ThreadSessions(
  [...builtins, ...(start.testAgents ? testAgents : [])],
  (key) => knowledge.of(key),
  start.clock,
);

const reply = async (request: Extract<ThreadRequest, { kind: 'open' | 'run' }>): Promise<void> => {
  try {
    const value = request.kind === 'open' ? await sessions.openSession(request) : await sessions.run(request);
    send({ kind: 'done', id: request.id, value: value ?? undefined });
  } catch (error) {
    send({ kind: 'failed', id: request.id, error: wireError(error) });
  }
};

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'page':
      return knowledge.receive(message);
    case 'abort':
      return sessions.abort(message.id);
    case 'close':
      return sessions.close(message.session);
    default:
      return void reply(message);
  }
});
