export { leasePolicy } from './lease-policy.service.js';
export { presets, type PolicySource, type Preset } from './policy/policy-text.js';
