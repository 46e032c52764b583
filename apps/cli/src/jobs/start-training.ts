import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { exitCodes } from '../exit-codes.js';
import { Failure, isFailure } from '../failure.js';
import type { Session } from '../session.js';
import { trainingBody, type TrainOptions } from './training-body.js';

/** What a job may take of the error that its slot may spend over its life. */
export interface SlotErrorAnswer {
  readonly slot: string;
  /** Which test in the slot's life its first comparison would be, from 1. */
  readonly test: number;
  readonly alpha: number;
  readonly comparisons: number;
  /** Error of all comparisons, should none be promoted. */
  readonly most: number;
  readonly slot_alpha: number;
  readonly spent: number;
  readonly left: number;
}

/** The answer of start_training. */
export interface StartedJob {
  readonly job_id: string;
  readonly corr_id: string;
  readonly version: number;
  /** Null: the job never looks at the holdout. */
  readonly slot_error?: SlotErrorAnswer | null;
}

const everyMs = 1_000;
/** A platform that is busy or is started again is waited for this long. */
const patienceMs = 90_000;

const passing: readonly (string | undefined)[] = ['unavailable', 'deadline_exceeded', 'aborted'];

/** True where the platform may have taken the request, or will take it in a moment; not where nothing listens at all. */
const mayPass = (error: unknown): error is Failure =>
  isFailure(error) && passing.includes(error.problem.code) && error.problem.detail !== 'the connection was refused';

const unknown = (key: string, { exitCode, problem }: Failure): Failure =>
  new Failure(
    exitCode === exitCodes.failed ? exitCodes.timeout : exitCode,
    {
      ...problem,
      title: `the platform did not say within ${patienceMs / 1000} s whether the job was started: ${problem.title}`,
    },
    [
      `the same command with --idempotency-key ${key} asks for the same job, and never for a second one`,
      'what was started: ao jobs',
    ],
  );

/**
 * Starts a training job. The request carries a key, so that it can be sent again until there is an answer: however often it is sent, it is one job. Throws Failure; one
 * that leaves open whether the job runs says so, and how to find out.
 */
export const startTraining = async (session: Session, agent: string, options: TrainOptions): Promise<StartedJob> => {
  const idempotencyKey = options.idempotencyKey ?? uuid();
  const body = trainingBody(agent, { ...options, idempotencyKey });
  const givenUpAt = Date.now() + patienceMs;
  for (let tried = 1; ; tried += 1) {
    try {
      return await session.gateway.post<StartedJob>('/orchestrator/mini_agents/start_training', body);
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (Date.now() > givenUpAt) throw unknown(idempotencyKey, error);
      if (tried === 1) session.terminal.err.write('the platform is busy; asking again for the same job ...\n');
    }
    await delay(everyMs, undefined, { signal: session.signal });
  }
};
