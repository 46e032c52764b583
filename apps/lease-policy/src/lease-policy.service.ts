import { leasePolicyService } from '@ao/contracts';
import { leaseDecider, policySet } from '@ao/domain-lease';
import { aggregate, defineService } from '@ao/service';
import { postgresFencingTokens } from './lease/fencing-tokens.js';
import { LeaseController } from './lease/lease.controller.js';
import { leaseFacts } from './lease/lease.facts.js';
import { leases } from './lease/leases.js';
import { policyEnvironment, policySource } from './lease-policy.settings.js';
import { installPolicies } from './policy/install-policies.js';
import { cedarEngine } from './policy/policy-engine.js';
import { policySetFacts } from './policy/policy-set.facts.js';
import { policySchema, readPolicyText } from './policy/policy-text.js';

const leaseAggregate = aggregate({ category: 'lease', decider: leaseDecider, facts: leaseFacts });
const policies = aggregate({ category: 'policy', decider: policySet, facts: policySetFacts });

/** Leases, budgets and the policies that grant them. Throws ConfigError where the policies cannot be read, do not parse or do not fit the schema. */
export const leasePolicy = defineService({
  descriptor: leasePolicyService,
  environment: policyEnvironment,
  settings: policySource,
  aggregates: [leaseAggregate, policies],
  migrationsFrom: __dirname,
  parts: (host) => {
    const text = readPolicyText(host.settings);
    return {
      text,
      policies: host.commands(policies),
      leases: leases({
        // A lease is where many workers meet: more attempts than the default before "aborted" gets out.
        handle: host.commands(leaseAggregate, { attempts: 40 }),
        engine: cedarEngine(text, policySchema()),
        fencingTokens: postgresFencingTokens(host.runtime.sql, host.schema),
      }),
    };
  },
  controllers: [LeaseController],
  start: (parts) => installPolicies(parts.policies, parts.text),
});
