import * as orchestrator from '../gen/orchestrator/v1/orchestrator.js';
import { fact, topic, type ServiceDescriptor } from './service-descriptor.js';

const agent = topic('ao.orchestrator.agent.v1', 1);
const job = topic('ao.orchestrator.job.v1', 6);
const ledger = topic('ao.orchestrator.ledger.v1', 3);

/** Catalogue, training jobs, search, promotion, ledgers of error. */
export const orchestratorService = {
  name: 'orchestrator',
  schema: 'orchestrator',
  grpc: {
    'orchestrator.v1.MiniAgentService': orchestrator.MiniAgentServiceService,
    'orchestrator.v1.TrainingService': orchestrator.TrainingServiceService,
  },
  topics: { agent, job, ledger },
  facts: {
    'agent.registered': fact(agent, orchestrator.AgentRegistered, 'profile.id'),
    'agent.archived': fact(agent, orchestrator.AgentArchived, 'agentId'),
    'orchestrator.job.requested': fact(job, orchestrator.JobRequested, 'jobId'),
    'orchestrator.job.waiting': fact(job, orchestrator.JobWaiting, 'jobId'),
    'orchestrator.job.started': fact(job, orchestrator.JobStarted, 'jobId'),
    'orchestrator.job.denied': fact(job, orchestrator.JobDenied, 'jobId'),
    'orchestrator.job.paused': fact(job, orchestrator.JobPaused, 'jobId'),
    'orchestrator.job.resumed': fact(job, orchestrator.JobResumed, 'jobId'),
    'orchestrator.job.cancelled': fact(job, orchestrator.JobCancelled, 'jobId'),
    'orchestrator.job.failed': fact(job, orchestrator.JobFailed, 'jobId'),
    'orchestrator.job.completed': fact(job, orchestrator.JobCompleted, 'jobId'),
    'orchestrator.job.stalled': fact(job, orchestrator.JobStalled, 'jobId'),
    'governor.hints.applied': fact(job, orchestrator.GovernorHintsApplied, 'jobId'),
    'orchestrator.trial.scheduled': fact(
      job,
      orchestrator.TrialScheduled,
      'trialId',
      'jobId',
      'miniAgent',
      'configurationHash',
    ),
    'orchestrator.trial.pruned': fact(job, orchestrator.TrialPruned, 'jobId', 'configurationHash'),
    'agent.calibrated': fact(job, orchestrator.AgentCalibrated, 'jobId', 'configurationHash'),
    'promotion.decided': fact(job, orchestrator.PromotionDecided, 'decisionId', 'jobId'),
    'promotion.approval.asked': fact(job, orchestrator.ApprovalAsked, 'jobId', 'decisionId'),
    'promotion.approved': fact(job, orchestrator.PromotionApproved, 'jobId'),
    'promotion.declined': fact(job, orchestrator.PromotionDeclined, 'jobId'),
    'promotion.alpha.reserved': fact(ledger, orchestrator.AlphaReserved, 'slot', 'jobId'),
    'promotion.alpha.settled': fact(ledger, orchestrator.AlphaSettled, 'slot'),
    'logic.unit.suggested': fact(job, orchestrator.LogicUnitSuggested, 'jobId', 'unitId', 'slot'),
  },
} as const satisfies ServiceDescriptor;
