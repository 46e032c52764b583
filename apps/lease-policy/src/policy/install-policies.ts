import { v7 as uuid } from 'uuid';
import type { policySet } from '@ao/domain-lease';
import type { CommandHandlerOf } from '@ao/event-store';
import type { PolicyText } from './policy-text.js';

/** The one stream that tells which policies were in force when. */
const current = 'current';

/** Records the policy set as in force. Recording the set that is in force changes nothing. */
export const installPolicies = async (policies: CommandHandlerOf<typeof policySet>, set: PolicyText): Promise<void> => {
  const corrId = uuid();
  await policies(
    current,
    { type: 'InstallPolicySet', ...set },
    { corrId, causationId: corrId, subject: 'service:lease-policy' },
  );
};
