import { agent } from '@ao/contracts';
import { DomainError, isDomainError, type MiniAgentProfile } from '@ao/kernel';
import { rpcClient } from '@ao/rpc';
import { profileOf } from './profile.js';

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
    if (isDomainError(error, 'unavailable') || isDomainError(error, 'deadline_exceeded'))
      throw new DomainError('failed_precondition', `no agent answers at ${address}: ${error.message}`, [
        { path: 'address', message: 'start the agent there first' },
      ]);
    throw error;
  } finally {
    client.close();
  }
};
