import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import { contentLimits, DomainError, nameViolations, names } from '@ao/kernel';
import type { orchestrator } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import type { Orchestrator } from '../orchestrator.js';
import { withContents } from '@ao/domain-orchestrator';
import { keepContents, nameText, readContents } from './contents.store.js';
import { describeAgent } from './describe-agent.js';
import { profileMessage } from './profile.wire.js';

const amount = { episodes: 0, tokens: 0, costMicros: 0 };

@RpcController()
export class CatalogueController {
  constructor(@Part('orchestrator') private readonly orchestrator: Orchestrator) {}

  @Access('admin')
  @GrpcMethod('MiniAgentService', 'registerMiniAgent')
  async register(
    { address }: orchestrator.RegisterMiniAgentRequest,
    metadata: Metadata,
  ): Promise<orchestrator.RegisterMiniAgentResponse> {
    const context = callContext(metadata);
    const violations = nameViolations(names.hostAndPort, 'address', address);
    if (violations.length > 0) throw new DomainError('invalid_argument', 'the address is not valid', violations);
    await this.allowEgress(address, context);
    const { profile, contents } = withContents(await describeAgent(address), nameText);
    await keepContents(this.orchestrator.sql, contents);
    await this.orchestrator.catalogue('main', { type: 'RegisterAgent', data: { profile, runtime: address } }, context);
    return { profile: profileMessage(profile) };
  }

  @Access('viewer', 'application')
  @GrpcMethod('MiniAgentService', 'listMiniAgents')
  async list(): Promise<orchestrator.ListMiniAgentsResponse> {
    const { state } = await this.orchestrator.catalogue.load('main');
    const entries = [...state.values()].sort((a, b) => a.profile.id.localeCompare(b.profile.id));
    return {
      items: entries.map(({ profile, runtime, archived }) => ({ profile: profileMessage(profile), runtime, archived })),
    };
  }

  @Access('viewer', 'application')
  @GrpcMethod('MiniAgentService', 'getMiniAgent')
  async get({ agentId }: orchestrator.GetMiniAgentRequest): Promise<orchestrator.GetMiniAgentResponse> {
    const { state } = await this.orchestrator.catalogue.load('main');
    const entry = state.get(agentId);
    if (entry === undefined)
      throw new DomainError('not_found', `there is no mini-agent "${agentId}"`, [
        { path: 'agent_id', message: 'must be the id of a mini-agent' },
      ]);
    const { profile, runtime, archived } = entry;
    return { entry: { profile: profileMessage(profile), runtime, archived } };
  }

  @Access('admin')
  @GrpcMethod('MiniAgentService', 'archiveMiniAgent')
  async archive(
    { agentId, archived }: orchestrator.ArchiveMiniAgentRequest,
    metadata: Metadata,
  ): Promise<orchestrator.ArchiveMiniAgentResponse> {
    const command = { type: 'ArchiveAgent', data: { agentId, archived } } as const;
    await this.orchestrator.catalogue('main', command, callContext(metadata));
    return { agentId, archived };
  }

  @Access('viewer', 'application')
  @GrpcMethod('MiniAgentService', 'getContents')
  async contents({ hashes }: orchestrator.GetContentsRequest): Promise<orchestrator.GetContentsResponse> {
    if (hashes.length > contentLimits.hashesAtOnce)
      throw new DomainError('invalid_argument', 'too many texts are asked for at once', [
        { path: 'hashes', message: `has ${hashes.length} entries, ${contentLimits.hashesAtOnce} are the most` },
      ]);
    return { contents: [...(await readContents(this.orchestrator.sql, hashes))] };
  }

  private async allowEgress(address: string, context: ReturnType<typeof callContext>): Promise<void> {
    const request = {
      principal: context.subject,
      subject: `agent:${address}`,
      capability: 'egress.call',
      resource: `host:${address}`,
      budget: amount,
      wallMs: 60_000,
    };
    const { granted, reason } = await this.orchestrator.peers.lease.simulatePolicy({ request }, context);
    if (!granted) throw new DomainError('permission_denied', `the egress policy does not allow ${address}: ${reason}`);
  }
}
