import type { EntityJson, StatefulAuthorizationCall, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { LeaseRequest } from '@ao/domain-lease';
import type { AccessRole } from '@ao/rpc';

const entityTypes: Readonly<Record<string, string>> = {
  user: 'User',
  service: 'Service',
  agent: 'Agent',
  slot: 'Slot',
  unit: 'Unit',
  host: 'Host',
};

/** "user:admin" is User::"admin". */
const entity = (reference: string): TypeAndId => {
  const colon = reference.indexOf(':');
  const kind = reference.slice(0, colon);
  return { type: entityTypes[kind] ?? kind, id: reference.slice(colon + 1) };
};

/** The subject behind the administrator's token is "user:admin"; nobody else has that role. */
const administrator = 'user:admin';

const principalEntity = (principal: string): EntityJson => ({
  uid: entity(principal),
  attrs: {},
  parents: principal === administrator ? [{ type: 'Role', id: 'administrator' }] : [],
});

const resourceEntity = (resource: string): EntityJson => {
  const uid = entity(resource);
  return { uid, attrs: uid.type === 'Host' ? { address: uid.id.toLowerCase() } : {}, parents: [] };
};

/** The request in Cedar's words; policies/lease.cedarschema says what they mean. */
export const authorizationCall = (
  { principal, subject, capability, resource, budget, wallMs }: LeaseRequest,
  callerRole: AccessRole,
): Pick<StatefulAuthorizationCall, 'principal' | 'action' | 'resource' | 'context' | 'entities'> => ({
  principal: entity(principal),
  action: { type: 'Action', id: capability },
  resource: entity(resource),
  context: {
    episodes: budget.episodes,
    tokens: budget.tokens,
    cost_micros: budget.costMicros,
    wall_ms: wallMs,
    caller_role: callerRole,
    subject,
  },
  entities: [principalEntity(principal), resourceEntity(resource)],
});
