import { createHash, randomInt } from 'node:crypto';
import { v5, v7 } from 'uuid';
import { canonicalJson, DomainError, isDomainError, type JsonObject } from '@ao/kernel';
import { orchestrator, type evaluation } from '@ao/contracts';
import {
  rawCalibrationDefaults,
  rawGateDefaults,
  rawPromotionDefaults,
  slotError,
  trainingRequest,
  type Catalogue,
  type CatalogueEntry,
  type LedgerFacts,
  type RawTraining,
  type SlotError,
  type TrainingRequest,
} from '@ao/domain-orchestrator';
import type { CallContext } from '@ao/rpc';
import type { Orchestrator } from '../orchestrator.js';
import type { Peers } from '../orchestrator.peers.js';

const keys = '6f6d8a2e-0d5b-4f0e-9a51-3f5f4f0f7c11';

const raw = (request: orchestrator.StartTrainingRequest): RawTraining => ({
  goal: request.goal,
  strategy: request.strategy ?? { name: '', candidates: 0 },
  budget: request.budget ?? {},
  hints: request.hints ?? {},
  mode: request.mode,
  topics: request.topics,
  idempotencyKey: request.idempotencyKey,
  gate: request.gate ?? rawGateDefaults,
  promotion: request.promotion ?? rawPromotionDefaults,
  calibration: request.calibration ?? rawCalibrationDefaults,
});

/** What the client asked for, without the key, which only names it. */
const asked = (request: orchestrator.StartTrainingRequest): JsonObject => {
  const { idempotency_key: _, ...rest } = orchestrator.StartTrainingRequest.toJSON(request) as JsonObject;
  return rest;
};

const fingerprint = (request: orchestrator.StartTrainingRequest): string =>
  createHash('sha256')
    .update(canonicalJson(orchestrator.StartTrainingRequest.toJSON(request)))
    .digest('hex');

/** The same subject and key are always the same job. */
const jobIdFor = (key: string, subject: string): string => (key === '' ? v7() : v5(`${subject} ${key}`, keys));

/** What starts no new jobs. */
const archived = (path: string, what: string, undo: string): DomainError =>
  new DomainError('failed_precondition', `${what} is archived; take it back with: ${undo}`, [
    { path, message: 'is archived' },
  ]);

const entryOf = (agents: Catalogue, id: string): CatalogueEntry => {
  const entry = agents.get(id);
  if (entry?.archived) throw archived('mini_agent', `mini-agent "${id}"`, `ao agent archive ${id} --undo`);
  if (entry) return entry;
  throw new DomainError('not_found', `there is no mini-agent "${id}"`, [
    { path: 'mini_agent', message: `must be one of ${[...agents.keys()].sort().join(', ')}` },
  ]);
};

/** What the slot's ledger says; null where the slot has none yet. */
const ledgerOf = async ({ ledgers }: Orchestrator, slot: string): Promise<LedgerFacts | null> => {
  const { state } = await ledgers.load(slot);
  return state.status === 'open' ? state : null;
};

/** What a job may take of its slot's error, as the ledger stands now. */
export const slotErrorOf = async (request: TrainingRequest, service: Orchestrator): Promise<SlotError | null> =>
  slotError(request, await ledgerOf(service, request.slot));

export const taskSetOf = async (peers: Peers, reference: string, context: CallContext): Promise<evaluation.TaskSet> => {
  if (reference === '')
    throw new DomainError('invalid_argument', 'the training request is not valid', [
      { path: 'task_set', message: 'is required: the agent has no default' },
    ]);
  try {
    const { taskSet } = await peers.taskSets.getTaskSet({ reference }, context);
    if (taskSet?.archived)
      throw archived('task_set', `task set ${taskSet.name}`, `ao taskset archive ${taskSet.name} --undo`);
    return taskSet as evaluation.TaskSet;
  } catch (error) {
    if (isDomainError(error, 'not_found'))
      throw new DomainError('not_found', error.message, [{ path: 'task_set', message: error.message }]);
    throw error;
  }
};

/** A request as it arrived, with what was looked up and drawn for it. */
export const resolveTraining = async (
  request: orchestrator.StartTrainingRequest,
  context: CallContext,
  service: Orchestrator,
): Promise<TrainingRequest> => {
  const { catalogue, peers, settings } = service;
  if (request.miniAgent === '')
    throw new DomainError('invalid_argument', 'the training request is not valid', [
      { path: 'mini_agent', message: 'is required' },
    ]);
  const { state: agents } = await catalogue.load('main');
  const entry = entryOf(agents, request.miniAgent);
  const taskSet = await taskSetOf(peers, request.taskSet || (entry.profile.taskSets[0] ?? ''), context);
  const { name, hash, train, dev, holdout } = taskSet;
  return trainingRequest(raw(request), {
    jobId: jobIdFor(request.idempotencyKey, context.subject),
    entry,
    taskSet: { name, hash, train, dev, holdout },
    taskSetRole: taskSet.role,
    seed: request.seed ?? randomInt(2 ** 31),
    gate: settings.gate,
    ledger: await ledgerOf(service, `${entry.profile.id}/${name}`),
    subject: context.subject,
    corrId: context.corrId,
    fingerprint: fingerprint(request),
    asked: asked(request),
  });
};
