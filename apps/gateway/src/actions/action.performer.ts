import { logic } from '@ao/contracts';
import type { Json } from '@ao/kernel';
import type { CallContextOptions } from '@ao/rpc';
import type { Clients } from '../gateway.clients.js';
import { startTrainingRequest } from '../training/start-training.schema.js';
import { inputs, type ActionKind, type InputOf } from './action.schema.js';
import type { StoredAction } from './action.store.js';

type Call<Kind extends ActionKind> = (clients: Clients, input: InputOf<Kind>, context: CallContextOptions & { readonly actionId: string }) => Promise<object>;

const slow = 60_000;

/** What each kind does: one call. An action may be done again after a crash, so each call is idempotent. */
const calls: { readonly [Kind in ActionKind]: Call<Kind> } = {
  'training.start': async ({ training }, input, context) => {
    const { jobId, corrId, version } = await training.startTraining(startTrainingRequest({ ...input, idempotency_key: input.idempotency_key ?? context.actionId }), context);
    return { job_id: jobId, corr_id: corrId, version };
  },
  'training.cancel': ({ training }, { job_id: jobId, reason }, context) => training.cancelTraining({ jobId, reason }, context),
  'training.pause': ({ training }, { job_id: jobId }, context) => training.pauseTraining({ jobId }, context),
  'training.resume': ({ training }, { job_id: jobId }, context) => training.resumeTraining({ jobId }, context),
  'agent.register': async ({ agents }, { address }, context) => {
    const { profile } = await agents.registerMiniAgent({ address }, { ...context, deadlineMs: 15_000 });
    return { agent_id: profile?.id, version: profile?.version };
  },
  'unit.install': ({ logic: units }, { manifest }, context) => units.installUnit({ manifest: logic.Manifest.fromJSON(manifest) }, context),
  'unit.apply': ({ logic: units }, { unit_id: unitId }, context) => units.applyUnit({ unitId }, context),
  'unit.revert': ({ logic: units }, { unit_id: unitId, reason }, context) => units.revertUnit({ unitId, reason }, context),
  'specialist.answer': async ({ specialists }, { slot, input }, context) => {
    const answer = await specialists.answer({ slot, input }, { ...context, deadlineMs: slow });
    return {
      output: answer.output as Json,
      confidence: answer.confidence ?? null,
      slot_version: answer.slotVersion,
      configuration_hash: answer.configurationHash,
      tokens_in: answer.tokensIn,
      tokens_out: answer.tokensOut,
      latency_ms: answer.latencyMs,
    };
  },
  'view.rebuild': ({ state }, { view }, context) => state.rebuildView({ view }, { ...context, deadlineMs: 10 * slow }),
};

/** Does an action; answers what it gave. Throws the service's DomainError. */
export const performAction = (clients: Clients, { action_id: actionId, kind, input, corr_id: corrId, subject }: StoredAction): Promise<object> => {
  const call = calls[kind] as Call<ActionKind>;
  return call(clients, inputs[kind].parse(input) as InputOf<ActionKind>, { corrId, causationId: actionId, subject, actionId });
};
