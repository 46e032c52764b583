import { setTimeout as pause } from 'node:timers/promises';
import type { ChildPlatform } from './child-platform.js';

/** Milliseconds of every answer. */
export interface Answers {
  readonly http: number[];
  readonly grpc: number[];
}

const everyMs = 50;
/** What did not answer counts as this long. */
const noAnswerMs = 20_000;

const timed = async (ask: (signal: AbortSignal) => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  try {
    await ask(AbortSignal.timeout(noAnswerMs));
    return performance.now() - started;
  } catch {
    return noAnswerMs;
  }
};

const overHttp = async ({ http, token }: ChildPlatform, signal: AbortSignal): Promise<void> => {
  const response = await fetch(`http://${http}/state/jobs?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`status ${response.status}`);
};

/** Reads from both ports every 50 ms until a job has ended, or until the time is over. Each read begins on time, whether or not the one before has ended. */
export const probeWhile = async (
  platform: ChildPlatform,
  running: Promise<unknown>,
  mostMs: number,
): Promise<Answers> => {
  const answers: Answers = { http: [], grpc: [] };
  const reads: Promise<unknown>[] = [];
  let over = false;
  void running.finally(() => (over = true)).catch(() => undefined);
  const row = { view: 'jobs', filters: {}, cursor: '', limit: 1 };
  for (const end = performance.now() + mostMs; !over && performance.now() < end; await pause(everyMs)) {
    reads.push(
      timed((signal) => overHttp(platform, signal)).then((ms) => answers.http.push(ms)),
      timed(() => platform.state.listRows(row, { deadlineMs: noAnswerMs })).then((ms) => answers.grpc.push(ms)),
    );
  }
  await Promise.all(reads);
  return answers;
};
