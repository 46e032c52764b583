import {
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
  type DetailedError,
} from '@cedar-policy/cedar-wasm/nodejs';
import { ConfigError } from '@ao/config';
import type { LeaseRequest, Verdict } from '@ao/domain-lease';
import type { AccessRole } from '@ao/rpc';
import { authorizationCall } from './authorization-call.js';
import type { PolicyText } from './policy-text.js';

/** Says what the policies in force answer. Pure: the same request gets the same verdict. */
export type PolicyEngine = (request: LeaseRequest, callerRole: AccessRole) => Verdict;

interface Policy {
  readonly id: string;
  readonly reason: string;
  readonly text: string;
}

const broken = (name: string, errors: readonly string[]): ConfigError =>
  new ConfigError(`The policy set ${name} is not valid:\n${errors.map((each) => `  ${each}`).join('\n')}`);

const said = (errors: readonly DetailedError[]): string[] =>
  errors.map(({ message, help }) => (help === null ? message : `${message} (${help})`));

const policyOf = (name: string, text: string): Policy => {
  const parsed = policyToJson(text);
  if (parsed.type === 'failure') throw broken(name, said(parsed.errors));
  const { id, reason } = parsed.json.annotations ?? {};
  if (id === undefined || id === '') throw broken(name, [`every policy needs an @id("..."): ${text.slice(0, 120)}`]);
  return { id, reason: reason ?? id, text };
};

const policiesOf = ({ name, text }: PolicyText): ReadonlyMap<string, Policy> => {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw broken(name, said(parts.errors));
  if (parts.policy_templates.length > 0) throw broken(name, ['templates are not supported']);
  const policies = parts.policies.map((each) => policyOf(name, each));
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  if (byId.size < policies.length) throw broken(name, ['two policies have the same @id']);
  return byId;
};

const check = (name: string, schema: string, staticPolicies: Record<string, string>): void => {
  const answer = validate({ schema, policies: { staticPolicies } });
  if (answer.type === 'failure') throw broken(name, said(answer.errors));
  const errors = answer.validationErrors.map(({ error }) => error);
  if (errors.length > 0) throw broken(name, said(errors));
};

const prepare = (hash: string, schema: string, staticPolicies: Record<string, string>): void => {
  for (const answer of [preparseSchema(hash, schema), preparsePolicySet(hash, { staticPolicies })]) {
    if (answer.type === 'failure') throw broken(hash, said(answer.errors));
  }
};

const asked = ({ principal, capability, resource }: LeaseRequest): string =>
  `${capability} on ${resource} for ${principal}`;

/**
 * Cedar over one policy set. Default deny: no policy, an unknown capability and a policy that fails to evaluate all deny (Cedar alone
 * would skip a failing forbid). Throws ConfigError where the text does not parse or does not fit the schema.
 */
export const cedarEngine = (set: PolicyText, schema: string): PolicyEngine => {
  const policies = policiesOf(set);
  const texts = Object.fromEntries([...policies.values()].map(({ id, text }) => [id, text]));
  check(set.name, schema, texts);
  prepare(set.hash, schema, texts);
  const because = (ids: readonly string[]): string => ids.map((id) => policies.get(id)?.reason ?? id).join('; ');
  const deny = (reason: string, ids: readonly string[] = []): Verdict => ({
    allowed: false,
    policies: ids,
    reason,
    policySet: set.hash,
  });

  return (request, callerRole) => {
    const answer = statefulIsAuthorized({
      ...authorizationCall(request, callerRole),
      preparsedSchemaName: set.hash,
      preparsedPolicySetId: set.hash,
      validateRequest: true,
    });
    if (answer.type === 'failure') return deny(`${asked(request)}: ${said(answer.errors).join('; ')}`);
    const { decision, diagnostics } = answer.response;
    const failed = diagnostics.errors.map(({ policyId }) => policyId);
    if (failed.length > 0) return deny(`${asked(request)}: policies failed to evaluate`, failed);
    const ids = [...diagnostics.reason].sort();
    if (decision === 'allow') return { allowed: true, policies: ids, reason: because(ids), policySet: set.hash };
    return deny(ids.length === 0 ? `no policy of the ${set.name} set permits ${asked(request)}` : because(ids), ids);
  };
};
