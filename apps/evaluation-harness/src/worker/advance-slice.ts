import { stageMoves } from '@ao/domain-evaluation';
import type { DomainError } from '@ao/kernel';
import { runSlice, type SliceTools } from '../slice/run-slice.js';
import { agentAwayMs, moveSlice, type Claim } from '../slice/slice.store.js';
import { changeTrial } from '../trial/change-trial.js';
import { endTrial } from '../trial/end-trial.js';
import { giveUpTrial, type TrialFailure, type TrialPlan } from '../trial/trial.store.js';
import type { HeldSlice } from './held-slice.js';
import { isRefusal, pay } from './pay.js';

/** What is to be done with the claim afterwards. */
export type Advanced =
  { readonly kind: 'finished' } | { readonly kind: 'hand_back'; readonly counts: boolean; readonly reason: string };

const finished: Advanced = { kind: 'finished' };
const givenUp: Advanced = { kind: 'hand_back', counts: false, reason: 'the trial was given up' };

/** Gives up the trial of a slice. The slice is dropped with the others; whoever claims it next pays for what it recorded. */
const giveUp = ({ database }: SliceTools, { trialId }: Claim, failure: TrialFailure): Promise<void> =>
  database.log.transaction((tx) => giveUpTrial(tx, trialId, failure));

const failureOf = ({ code, message }: DomainError): TrialFailure => ({ code, reason: message });

/** Recorded -> done: paid first, then counted, so that a trial completes only when all of it is paid. A refusal fails the trial. */
const settleRecorded = async (tools: SliceTools, claim: Claim, plan: TrialPlan): Promise<void> => {
  const { database, lease } = tools;
  const { sliceId, position, spent, trialId } = claim;
  const refusal = await pay(lease, claim, plan);
  if (refusal === undefined)
    return changeTrial(database, trialId, { type: 'CompleteSlice', sliceId, position, spent }, (tx) =>
      moveSlice(tx, claim, 'recorded', stageMoves.recorded.paid),
    );
  return database.log.transaction(async (tx) => {
    if (await moveSlice(tx, claim, 'recorded', stageMoves.recorded.refused))
      await giveUpTrial(tx, trialId, failureOf(refusal));
  });
};

/** Dropped -> gone: what was recorded is paid, as far as the lease still lets it. */
const settleDropped = async ({ database, lease }: SliceTools, claim: Claim, plan: TrialPlan): Promise<void> => {
  await pay(lease, claim, plan);
  await moveSlice(database.sql, claim, 'dropped', stageMoves.dropped.paid);
};

/** Open -> recorded, handed back, or given up. Answers the claim as it stands when everything is recorded. */
const record = async (tools: SliceTools, held: HeldSlice, plan: TrialPlan): Promise<Claim | Advanced> => {
  const { claim } = held;
  const { agentPatienceMs } = tools.settings;
  const end = await runSlice(tools, held, plan);
  if (end.kind === 'stopped') return { kind: 'hand_back', counts: false, reason: 'stopped' };
  if (end.kind === 'recorded') return { ...claim, stage: 'recorded', spent: end.spent };
  if (end.kind === 'agent_failing') {
    await giveUp(tools, claim, { code: 'internal', reason: end.reason });
    return givenUp;
  }
  const awayMs = await agentAwayMs(tools.database.sql, claim);
  if (awayMs < agentPatienceMs) return { kind: 'hand_back', counts: true, reason: end.reason };
  await giveUp(tools, claim, {
    code: 'unavailable',
    reason: `${plan.spec.miniAgent} stayed away for ${Math.round(awayMs / 1_000)} s: ${end.reason}`,
  });
  return givenUp;
};

/** As `record`; a trial that cannot go on is given up. */
const recordOrGiveUp = async (tools: SliceTools, held: HeldSlice, plan: TrialPlan): Promise<Claim | Advanced> => {
  const { claim } = held;
  const { sliceAttempts } = tools.settings;
  if (claim.attempts > sliceAttempts && !claim.away) {
    await giveUp(tools, claim, {
      code: 'internal',
      reason: `slice ${claim.sliceId} made no progress in ${sliceAttempts} attempts`,
    });
    return givenUp;
  }
  try {
    return await record(tools, held, plan);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await giveUp(tools, claim, failureOf(error));
    return givenUp;
  }
};

const settle = (tools: SliceTools, claim: Claim, plan: TrialPlan): Promise<void> =>
  claim.stage === 'dropped' ? settleDropped(tools, claim, plan) : settleRecorded(tools, claim, plan);

/**
 * Takes a claimed slice as far as it goes, from the stage where it stands: a slice whose worker died goes on where that one was. Ends
 * the trial after its last slice. Throws what may pass: `aborted` (the claim is lost), `unavailable`, and faults of this program.
 */
export const advanceSlice = async (tools: SliceTools, held: HeldSlice, plan: TrialPlan): Promise<Advanced> => {
  const claim = held.claim.stage === 'open' ? await recordOrGiveUp(tools, held, plan) : held.claim;
  if ('kind' in claim) return claim;
  await settle(tools, claim, plan);
  await endTrial(tools.database, claim.trialId, tools.eventLoopTurn);
  return finished;
};
