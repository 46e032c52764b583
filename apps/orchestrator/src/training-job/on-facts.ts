import type { DecodedFact, evaluation } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import type { TrainingJobCommand } from '@ao/domain-orchestrator';
import type { Orchestrator } from '../orchestrator.js';
import { orFail, type Cause, type JobCommands, type RunnerTools } from './job-runner.js';
import { onUnitStale } from './retraining.js';

type Advance = (jobId: string, cause: Cause) => Promise<void>;

const nothing = { episodes: 0, solved: 0, meanScore: 0, brier: null, tokens: 0, costMicros: 0 };

const result = (report: evaluation.Report | undefined) =>
  report === undefined
    ? nothing
    : {
        episodes: report.episodes,
        solved: report.solved,
        meanScore: report.meanScore,
        brier: report.brier ?? null,
        tokens: report.tokensIn + report.tokensOut,
        costMicros: report.costMicros,
      };

const observation = (fact: DecodedFact): { jobId: string; command: TrainingJobCommand } | undefined => {
  if (fact.type === 'evaluation.trial.completed')
    return {
      jobId: fact.data.jobId,
      command: {
        type: 'ObserveTrial',
        data: { trialId: fact.data.trialId, result: result(fact.data.report), failure: null },
      },
    };
  if (fact.type !== 'evaluation.trial.failed') return undefined;
  const { jobId, trialId, code, reason, report } = fact.data;
  return {
    jobId,
    command: { type: 'ObserveTrial', data: { trialId, result: result(report), failure: { code, reason } } },
  };
};

/** Hears that a job's episodes go on. */
type Progressed = (jobId: string, at: Date) => Promise<void>;

/** A trial that ended is recorded in its job; then the job goes on. One that goes on is noted: its job does not stand still. */
export const onTrialMoved =
  (tools: Pick<RunnerTools, 'jobs' | 'logger'>, advance: Advance, progressed: Progressed) =>
  async (fact: DecodedFact, { id, corrId, time }: DeliveredFact): Promise<void> => {
    if (fact.type === 'evaluation.trial.progressed') return progressed(fact.data.jobId, time);
    const observed = observation(fact);
    if (!observed) return;
    const { jobId, command } = observed;
    const cause = { corrId, causationId: id };
    await orFail(tools, { jobId, what: 'taking in the result of a trial' }, cause, async () => {
      await tools.jobs(jobId, command, { ...cause, subject: 'service:orchestrator' });
    });
    await advance(jobId, cause);
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
  'promotion.approval.asked',
  'promotion.approved',
  'promotion.declined',
];

/** The job's own facts drive it: whatever was recorded and not acted on before a crash is delivered again. */
export const onJobMoved =
  (advance: Advance) =>
  async ({ type }: DecodedFact, { id, key, corrId }: DeliveredFact): Promise<void> => {
    if (moves.includes(type)) await advance(key, { corrId, causationId: id });
  };

const canaryOutcomes = ['passed', 'worse', 'stopped'] as const;

/** A canary that ended is recorded in the job that waits for it; then the job goes on. */
const onCanaryEnded =
  (jobs: JobCommands, advance: Advance) =>
  async (fact: Extract<DecodedFact, { type: 'logic.unit.canary_ended' }>, { id }: DeliveredFact): Promise<void> => {
    const { jobId, unitId, reason } = fact.data;
    const outcome = canaryOutcomes.find((each) => each === fact.data.outcome) ?? 'stopped';
    const { state } = await jobs.load(jobId);
    if (state.status === 'absent') return;
    // What ended it was somebody's answer: the job goes on under its own id.
    const cause = { corrId: state.request.corrId, causationId: id };
    await jobs(
      jobId,
      { type: 'RecordCanary', data: { unitId, outcome, reason } },
      { ...cause, subject: 'service:orchestrator' },
    );
    await advance(jobId, cause);
  };

/** What became of the units that jobs made. */
export const onUnitMoved = (service: Pick<Orchestrator, 'jobs' | 'peers'>, advance: Advance) => {
  const [canaryEnded, stale] = [onCanaryEnded(service.jobs, advance), onUnitStale(service)];
  return async (fact: DecodedFact, delivered: DeliveredFact): Promise<void> => {
    if (fact.type === 'logic.unit.canary_ended' && fact.data.jobId !== '') await canaryEnded(fact, delivered);
    if (fact.type === 'logic.unit.stale' && fact.data.jobId !== '') await stale(fact, delivered);
  };
};
