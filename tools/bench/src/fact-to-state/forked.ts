import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StartSide } from './stand.js';

/** Starts a side in a process of its own, so that what measures it does not take its time. */
export const forked =
  (kind: 'ours' | 'theirs'): StartSide =>
  async ({ brokers, database }, name) => {
    // The broker's client asks for time-outs in the past, about which Node would warn in the midst of the output.
    const execArgv = [...process.execArgv, '--disable-warning=TimeoutNegativeWarning'];
    const child = fork(join(__dirname, 'side.main.js'), [kind, name, JSON.stringify({ brokers, database })], {
      execArgv,
    });
    const ended = once(child, 'exit');
    const [table] = (await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`the process of ${kind} did not start`))),
    ])) as [string];
    return {
      table,
      stop: async () => {
        child.disconnect();
        await ended;
      },
    };
  };
