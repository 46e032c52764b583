import { randomInt } from 'node:crypto';
import { v5 } from 'uuid';
import type { DecodedFact } from '@ao/contracts';
import { promotionRules, retraining } from '@ao/domain-orchestrator';
import type { DeliveredFact } from '@ao/event-bus';
import type { Orchestrator } from '../orchestrator.js';

const retrainings = '0f0c6f0e-6a1d-4d0a-9d52-2b4d5f7a8c11';

/** A version that was found stale is trained again where the job that made it asked for that: once, on the newest version of its task set. */
export const onUnitStale =
  ({ jobs, peers }: Pick<Orchestrator, 'jobs' | 'peers'>) =>
  async (fact: Extract<DecodedFact, { type: 'logic.unit.stale' }>, { id, corrId }: DeliveredFact): Promise<void> => {
    const { unitId } = fact.data;
    const { state } = await jobs.load(fact.data.jobId);
    if (state.status === 'absent' || !promotionRules(state.request).retrainWhenStale) return;
    const context = { corrId, causationId: id, subject: 'service:orchestrator' };
    const jobId = v5(unitId, retrainings);
    if ((await jobs.load(jobId)).state.status !== 'absent') return;
    const { taskSet } = await peers.taskSets.getTaskSet({ reference: state.request.taskSet.name }, context);
    if (taskSet === undefined || taskSet.archived) return;
    const { name, hash, train, dev, holdout } = taskSet;
    const data = retraining(state.request, {
      jobId,
      unitId,
      taskSet: { name, hash, train, dev, holdout },
      seed: randomInt(2 ** 31),
      corrId,
    });
    await jobs(jobId, { type: 'RequestTraining', data }, context);
  };
