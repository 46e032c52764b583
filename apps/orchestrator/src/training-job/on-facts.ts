import type { DecodedFact, evaluation } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import type { TrainingJobCommand } from '@ao/domain-orchestrator';
import type { Cause, JobCommands } from './job-runner.js';

type Advance = (jobId: string, cause: Cause) => Promise<void>;

const result = (report: evaluation.Report | undefined) => ({ episodes: report?.episodes ?? 0, solved: report?.solved ?? 0, meanScore: report?.meanScore ?? 0 });

const observation = (fact: DecodedFact): { jobId: string; command: TrainingJobCommand } | undefined => {
  if (fact.type === 'evaluation.trial.completed')
    return { jobId: fact.data.jobId, command: { type: 'ObserveTrial', data: { trialId: fact.data.trialId, result: result(fact.data.report), failure: null } } };
  if (fact.type !== 'evaluation.trial.failed') return undefined;
  const { jobId, trialId, code, reason, report } = fact.data;
  return { jobId, command: { type: 'ObserveTrial', data: { trialId, result: result(report), failure: { code, reason } } } };
};

/** A trial that ended is recorded in its job; then the job goes on. */
export const onTrialEnded =
  (jobs: JobCommands, advance: Advance) =>
  async (fact: DecodedFact, { id, corrId }: DeliveredFact): Promise<void> => {
    const observed = observation(fact);
    if (!observed) return;
    const cause = { corrId, causationId: id };
    await jobs(observed.jobId, observed.command, { ...cause, subject: 'service:orchestrator' });
    await advance(observed.jobId, cause);
  };

const moves: readonly DecodedFact['type'][] = [
  'orchestrator.job.requested',
  'orchestrator.job.waiting',
  'orchestrator.job.started',
  'orchestrator.job.resumed',
  'orchestrator.job.cancelled',
  'orchestrator.job.failed',
  'orchestrator.job.completed',
  'promotion.decided',
];

/** The job's own facts drive it: whatever was recorded and not acted on before a crash is delivered again. */
export const onJobMoved =
  (advance: Advance) =>
  async ({ type }: DecodedFact, { id, key, corrId }: DeliveredFact): Promise<void> => {
    if (moves.includes(type)) await advance(key, { corrId, causationId: id });
  };
