import * as evaluation from '../gen/evaluation/v1/evaluation.js';
import { fact, topic, topicKeptDays, type ServiceDescriptor } from './service-descriptor.js';

const taskSet = topic('ao.evaluation.taskset.v1', 1);
const trial = topic('ao.evaluation.trial.v1', 6);
const episode = topicKeptDays('ao.evaluation.episode.v1', 6, 30);

/** Task sets, episodes, scores, reports. */
export const evaluationHarnessService = {
  name: 'evaluation-harness',
  schema: 'evaluation',
  grpc: {
    'evaluation.v1.TaskSetService': evaluation.TaskSetServiceService,
    'evaluation.v1.EvaluationService': evaluation.EvaluationServiceService,
  },
  topics: { taskSet, trial, episode },
  facts: {
    'taskset.registered': fact(taskSet, evaluation.TaskSetRegistered, 'taskSet.name', 'taskSet.hash'),
    'taskset.archived': fact(taskSet, evaluation.TaskSetArchived, 'name', 'hash'),
    'taskset.deleted': fact(taskSet, evaluation.TaskSetDeleted, 'name', 'hash'),
    'episode.completed': fact(episode, evaluation.EpisodeCompleted, 'episodeId', 'trialId', 'jobId'),
    'evaluation.trial.progressed': fact(trial, evaluation.TrialProgressed, 'trialId', 'jobId'),
    'evaluation.trial.completed': fact(trial, evaluation.TrialCompleted, 'trialId', 'jobId'),
    'evaluation.trial.failed': fact(trial, evaluation.TrialFailed, 'trialId', 'jobId'),
  },
  formerAddressVariable: 'AO_EVALUATION_ADDRESS',
} as const satisfies ServiceDescriptor;
