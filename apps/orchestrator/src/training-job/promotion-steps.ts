import { calibrationToWire } from '@ao/contracts';
import { isDomainError } from '@ao/kernel';
import {
  configurationPatch,
  promotionRules,
  type Progress,
  type TrainingJob,
  type TrainingJobCommand,
} from '@ao/domain-orchestrator';
import type { CallContextOptions } from '@ao/rpc';
import type { Peers } from '../orchestrator.peers.js';

/** What a step of a promotion is done with. */
interface PromotionContext {
  readonly peers: Peers;
  readonly job: Progress;
  readonly call: CallContextOptions;
}

type Done = Promise<TrainingJobCommand>;
type Promotion = Extract<Progress['phase'], { name: 'promotion' }>;

/** The unit that a job makes. */
export const unitIdOf = (jobId: string): string => `unit-${jobId}`;

const promotionOf = ({ job }: PromotionContext): Promotion => {
  if (job.phase.name === 'promotion') return job.phase;
  throw new TypeError(`a job in phase ${job.phase.name} promotes nothing`);
};

const manifest = (context: PromotionContext) => {
  const { request, slotBaseHash, lease, incumbent, trials } = context.job;
  const { decision, calibration } = promotionOf(context);
  const proof = [...trials.values()]
    .filter((trial) => trial.purpose === 'gate' && trial.configurationHash === decision.candidateHash)
    .at(-1);
  return {
    unitId: unitIdOf(request.jobId),
    version: '1.0.0',
    title: `${request.agent.id} tuned on ${request.taskSet.name}`,
    kind: 'config',
    patches: [
      {
        slot: request.slot,
        operations: configurationPatch(slotBaseHash === '' ? {} : incumbent, decision.candidate).map((operation) => ({
          ...operation,
        })),
        baseHash: slotBaseHash,
        resultHash: decision.candidateHash,
        result: { ...decision.candidate },
        calibration: calibrationToWire(calibration),
      },
    ],
    provenance: {
      jobId: request.jobId,
      trialId: proof?.trialId ?? '',
      decisionId: decision.decisionId,
      leaseId: lease.leaseId,
      corrId: request.corrId,
    },
  };
};

const refusals: readonly string[] = ['failed_precondition', 'permission_denied', 'invalid_argument'];

/** A refusal is an outcome, and leaves the unit for a person to promote; an outage is tried again. */
const unlessRefused = async (context: PromotionContext, doing: () => Done): Done => {
  try {
    await context.peers.logic.installUnit({ manifest: manifest(context) }, context.call);
    return await doing();
  } catch (error) {
    if (isDomainError(error) && refusals.includes(error.code))
      return { type: 'RefusePromotion', data: { unitId: unitIdOf(context.job.request.jobId), reason: error.message } };
    throw error;
  }
};

interface SlotLease {
  readonly leaseId: string;
  readonly fencingToken: number;
}

/** Does something under a lease on the slot, in the name of who asked or approved; a denied lease refuses the promotion. */
const underLease = async (name: string, context: PromotionContext, doing: (lease: SlotLease) => Done): Done => {
  const { peers, job, call } = context;
  const { request } = job;
  const leaseId = `lease-${name}-${request.jobId}`;
  const nothing = { episodes: 0, tokens: 0, costMicros: 0 };
  const principal = promotionOf(context).approval?.subject ?? request.subject;
  const asked = {
    principal,
    subject: `job:${request.jobId}`,
    capability: 'slot.promote',
    resource: `slot:${request.slot}`,
    budget: nothing,
    wallMs: 600_000,
  };
  const { granted, fencingToken, reason } = await peers.lease.acquireLease({ leaseId, request: asked }, call);
  if (!granted) return { type: 'RefusePromotion', data: { unitId: unitIdOf(request.jobId), reason } };
  const done = await doing({ leaseId, fencingToken });
  await peers.lease.releaseLease({ leaseId, fencingToken }, call);
  return done;
};

const canaryRequest = (context: PromotionContext, share: number, lease: SlotLease) => {
  const { canaryOutcomes: outcomes, canaryAlpha: alpha } = promotionRules(context.job.request);
  return {
    unitId: unitIdOf(context.job.request.jobId),
    decisionId: promotionOf(context).decision.decisionId,
    share,
    outcomes,
    alpha,
    ...lease,
  };
};

/** The label `candidate` alone, for people to try the unit, before one of them is asked. */
export const askApproval = (context: PromotionContext): Done =>
  unlessRefused(context, async () => {
    await context.peers.logic.startCanary(canaryRequest(context, 0, { leaseId: '', fencingToken: 0 }), context.call);
    return { type: 'AskApproval', data: { unitId: unitIdOf(context.job.request.jobId) } };
  });

/** A share of the slot's traffic. */
export const startCanary = (context: PromotionContext): Done =>
  unlessRefused(context, () =>
    underLease('canary', context, async (lease) => {
      await context.peers.logic.startCanary(
        canaryRequest(context, promotionRules(context.job.request).canaryShare, lease),
        context.call,
      );
      return { type: 'StartCanary', data: { unitId: unitIdOf(context.job.request.jobId) } };
    }),
  );

/** Installs the unit, and promotes it under a lease of its own. */
export const promote = (context: PromotionContext): Done =>
  unlessRefused(context, () =>
    underLease('promotion', context, async (lease) => {
      const unitId = unitIdOf(context.job.request.jobId);
      const { slots } = await context.peers.logic.promoteUnit(
        { unitId, decisionId: promotionOf(context).decision.decisionId, ...lease },
        context.call,
      );
      return { type: 'RecordPromotion', data: { unitId, slotVersion: slots[0]?.version ?? 0 } };
    }),
  );

const reasonOf = (job: TrainingJob): string =>
  'phase' in job && job.phase.name === 'settled' ? job.phase.reason : 'the job ended before the promotion';

/** Takes the label back from a unit that is not promoted. */
export const withdrawCandidate = async (unitId: string, { peers, job, call }: PromotionContext): Done => {
  await peers.logic.stopCanary({ unitId, reason: reasonOf(job as TrainingJob).slice(0, 1000) }, call);
  return { type: 'WithdrawCandidate', data: { unitId } };
};
