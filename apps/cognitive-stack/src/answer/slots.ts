import { evaluation, logic, orchestrator } from '@ao/contracts';
import { DomainError, type Configuration } from '@ao/kernel';
import type { CallContext, RpcClient } from '@ao/rpc';
import { peerClient, type ServiceRuntime } from '@ao/service';
import type { SlotName } from './asking.js';

/** A slot, its agent and its task set, as they are now. */
export interface ServedSlot {
  readonly inForce: logic.GetSlotResponse;
  /** "builtin", or the address of an agent of its own. */
  readonly runtime: string;
  readonly defaults: Configuration;
  /** "name@hash". */
  readonly taskSet: string;
}

/** Asks the peers about slots: at each answer, so that a promotion, a canary or a revert counts at once. */
export class Slots {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  private readonly logic: RpcClient<logic.LogicUnitServiceClient>;
  readonly agents: RpcClient<orchestrator.MiniAgentServiceClient>;

  constructor(runtime: ServiceRuntime) {
    this.logic = peerClient(runtime, logic.LogicUnitServiceClient);
    this.taskSets = peerClient(runtime, evaluation.TaskSetServiceClient);
    this.agents = peerClient(runtime, orchestrator.MiniAgentServiceClient);
  }

  /** Throws `not_found` for an agent or a task set that the platform does not know. */
  async read({ slot, agentId, taskSet: name }: SlotName, context: CallContext): Promise<ServedSlot> {
    const [inForce, { taskSet }, { items }] = await Promise.all([
      this.logic.getSlot({ slot }, context),
      this.taskSets.getTaskSet({ reference: name }, context),
      this.agents.listMiniAgents({}, context),
    ]);
    const entry = items.find(({ profile }) => profile?.id === agentId);
    if (!entry?.profile || !taskSet)
      throw new DomainError('not_found', `there is no mini-agent "${agentId}"`, [
        { path: 'slot', message: 'must begin with the id of a mini-agent' },
      ]);
    return {
      inForce,
      runtime: entry.runtime,
      defaults: entry.profile.defaults ?? {},
      taskSet: `${taskSet.name}@${taskSet.hash}`,
    };
  }

  close(): void {
    [this.logic, this.taskSets, this.agents].forEach((client) => client.close());
  }
}
