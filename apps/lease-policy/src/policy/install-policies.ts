import { v7 as uuid } from 'uuid';
import { policySet } from '@ao/domain-lease';
import { commandHandler, type EventStore } from '@ao/event-store';
import type { PolicyText } from './policy-text.js';

/** The one stream that tells which policies were in force when. */
const current = 'current';

/** Records the policy set as in force. Recording the set that is in force changes nothing. */
export const installPolicies = async (store: EventStore, set: PolicyText): Promise<void> => {
  const corrId = uuid();
  await commandHandler(store, 'policy', policySet)(
    current,
    { type: 'InstallPolicySet', ...set },
    { corrId, causationId: corrId, subject: 'service:lease-policy' },
  );
};
