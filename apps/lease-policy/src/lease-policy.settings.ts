import { z } from 'zod';
import { allowList } from './policy/egress-allow-list.js';
import { presets, type PolicySource } from './policy/policy-text.js';

/** What lease-policy reads from the environment besides what every service does. */
export const policyEnvironment = {
  AO_POLICY_PRESET: z.enum(presets).default('standard').describe('Policy set in force: relaxed, standard or strict'),
  AO_POLICY_FILE: z.string().optional().describe("The operator's own Cedar policies; takes the preset's place"),
  AO_EGRESS_ALLOW: allowList
    .optional()
    .describe(
      'Hosts that may be called, "host:port" patterns with *, or none; by default this machine only (strict: none, relaxed: all)',
    ),
};

/** The part of a configuration that chooses the policies. */
export const policySource = (config: z.output<z.ZodObject<typeof policyEnvironment>>): PolicySource => ({
  preset: config.AO_POLICY_PRESET,
  ...(config.AO_POLICY_FILE === undefined ? {} : { file: config.AO_POLICY_FILE }),
  ...(config.AO_EGRESS_ALLOW === undefined ? {} : { egressAllow: config.AO_EGRESS_ALLOW }),
});
