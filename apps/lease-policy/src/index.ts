export { LeasePolicyModule, leasePolicyServices } from './lease-policy.module.js';
export { leasePolicyConfig, policyConfig, policySource } from './lease-policy.config.js';
export { presets, type PolicySource, type Preset } from './policy/policy-text.js';
