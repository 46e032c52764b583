import { runService } from '@ao/service';
import { leasePolicyConfig, policySource } from './lease-policy.config.js';
import { LeasePolicyModule, leasePolicyServices } from './lease-policy.module.js';

void runService({
  name: 'lease-policy',
  config: leasePolicyConfig,
  services: leasePolicyServices,
  module: (runtime, config) => LeasePolicyModule.register(runtime, policySource(config)),
});
