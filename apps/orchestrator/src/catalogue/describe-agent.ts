import { agent } from '@ao/contracts';
import { DomainError, isDomainError, type MiniAgentProfile } from '@ao/kernel';
import { grpcStatusOf, rpcClient } from '@ao/rpc';
import { profileOf } from './profile.wire.js';

const refused = (message: string, what: string): DomainError =>
  new DomainError('failed_precondition', message, [{ path: 'address', message: what }]);

/** Where nothing that speaks gRPC answers. */
const silent = (address: string, text: string): DomainError =>
  /protocol error/iu.test(text)
    ? refused(
        `what answers at ${address} does not speak gRPC: ${text}`,
        "must be the agent's gRPC port; this may be an HTTP port",
      )
    : refused(`no agent answers at ${address}: ${text}`, 'start the agent there first');

/** What a failed Describe says of the server at the address, in words that its owner can use. */
const notAnAgent = (address: string, error: unknown): unknown => {
  const status = grpcStatusOf(error);
  // Not from the call: what is wrong with the profile that it answered.
  if (status === undefined || !isDomainError(error)) return error;
  const text = error.message;
  switch (status) {
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
      return silent(address, text);
    case 'UNIMPLEMENTED':
      return refused(
        `the server at ${address} answers gRPC but is no agent: it has no agent.v1.AgentService (${text})`,
        'must be a server of agent.v1.AgentService',
      );
    case 'INTERNAL':
      return refused(`what answers at ${address} is no agent: ${text}`, 'must be a server of agent.v1.AgentService');
    default:
      return refused(`the agent at ${address} failed in Describe, ${status}: ${text}`, "see the agent's own log");
  }
};

/** Asks a foreign agent who it is. It gets no token of the platform. */
export const describeAgent = async (address: string): Promise<MiniAgentProfile> => {
  const client = rpcClient(agent.AgentServiceClient, address, { token: 'none', deadlineMs: 5_000 });
  try {
    const { profile } = await client.describe({});
    if (!profile)
      throw new DomainError('invalid_argument', `the agent at ${address} answered Describe without a profile`, [
        { path: 'profile', message: 'is required' },
      ]);
    return profileOf(profile);
  } catch (error) {
    throw notAnAgent(address, error);
  } finally {
    client.close();
  }
};
