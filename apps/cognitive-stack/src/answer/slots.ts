import { evaluation, logic, orchestrator } from '@ao/contracts';
import { DomainError, isDomainError, type Configuration } from '@ao/kernel';
import { LRUCache } from 'lru-cache';
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

/** Milliseconds for which an agent's profile and address are remembered: an agent registered anew serves after so long. */
const rememberMs = 5_000;

const noAgent = (agentId: string): DomainError =>
  new DomainError('not_found', `there is no mini-agent "${agentId}"`, [
    { path: 'slot', message: 'must begin with the id of a mini-agent' },
  ]);

/** Asks the peers about slots: at each answer, so that a promotion, a canary or a revert counts at once. */
export class Slots {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  private readonly logic: RpcClient<logic.LogicUnitServiceClient>;
  readonly agents: RpcClient<orchestrator.MiniAgentServiceClient>;
  private readonly known = new LRUCache<string, orchestrator.CatalogueEntry>({ max: 256, ttl: rememberMs });

  constructor(runtime: ServiceRuntime) {
    this.logic = peerClient(runtime, logic.LogicUnitServiceClient);
    this.taskSets = peerClient(runtime, evaluation.TaskSetServiceClient);
    this.agents = peerClient(runtime, orchestrator.MiniAgentServiceClient);
  }

  /** Throws `not_found` for an agent or a task set that the platform does not know. */
  async read({ slot, agentId, taskSet: name }: SlotName, context: CallContext): Promise<ServedSlot> {
    const [inForce, { taskSet }, entry] = await Promise.all([
      this.logic.getSlot({ slot }, context),
      this.taskSets.getTaskSet({ reference: name }, context),
      this.agent(agentId, context),
    ]);
    if (!entry?.profile || !taskSet) throw noAgent(agentId);
    return {
      inForce,
      runtime: entry.runtime,
      defaults: entry.profile.defaults ?? {},
      taskSet: `${taskSet.name}@${taskSet.hash}`,
    };
  }

  /** The agent as the catalogue has it, or had it a few seconds ago. */
  private async agent(agentId: string, context: CallContext): Promise<orchestrator.CatalogueEntry | undefined> {
    const known = this.known.get(agentId);
    if (known !== undefined) return known;
    const { entry } = await this.agents.getMiniAgent({ agentId }, context).catch((error: unknown) => {
      throw isDomainError(error, 'not_found') ? noAgent(agentId) : error;
    });
    if (entry !== undefined) this.known.set(agentId, entry);
    return entry;
  }

  close(): void {
    [this.logic, this.taskSets, this.agents].forEach((client) => client.close());
  }
}
