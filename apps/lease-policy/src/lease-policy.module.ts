import { join } from 'node:path';
import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { lease } from '@ao/contracts';
import type { LeaseEvent, PolicySetEvent } from '@ao/domain-lease';
import { packageDirectory } from '@ao/postgres';
import type { GrpcServices } from '@ao/rpc';
import { serviceLog, type Publisher, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { postgresFencingTokens } from './lease/fencing-tokens.js';
import { LeaseController, LEASES } from './lease/lease.controller.js';
import { leaseFact } from './lease/lease.publisher.js';
import { leases } from './lease/leases.js';
import { installPolicies } from './policy/install-policies.js';
import { cedarEngine } from './policy/policy-engine.js';
import { policySetFact } from './policy/policy-set.publisher.js';
import { policySchema, readPolicyText, type PolicySource, type PolicyText } from './policy/policy-text.js';

const schema = 'lease';
const LOG = Symbol('LEASE_LOG');
const POLICIES = Symbol('POLICIES');

/** What lease-policy serves over gRPC. */
export const leasePolicyServices: GrpcServices = { 'lease.v1.LeaseService': lease.LeaseServiceService };

const publisher: Publisher = ({ event }) => {
  const known = event as LeaseEvent | PolicySetEvent;
  return known.type === 'PolicySetInstalled' ? policySetFact(known) : leaseFact(known);
};

/** Leases, budgets and the policies that grant them. */
@Module({})
export class LeasePolicyModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(LOG) private readonly log: ServiceLog,
    @Inject(POLICIES) private readonly policies: PolicyText,
  ) {}

  /** Throws ConfigError where the policies cannot be read, do not parse or do not fit the schema. */
  static register(runtime: ServiceRuntime, policies: PolicySource = { preset: 'standard' }): DynamicModule {
    const set = readPolicyText(policies);
    const log = serviceLog({ runtime, schema, migrations: join(packageDirectory(__dirname), 'migrations'), publisher });
    const desk = leases({
      store: log.store,
      engine: cedarEngine(set, policySchema()),
      fencingTokens: postgresFencingTokens(runtime.sql, schema),
    });
    return {
      module: LeasePolicyModule,
      controllers: [LeaseController],
      providers: [
        { provide: LOG, useValue: log },
        { provide: POLICIES, useValue: set },
        { provide: LEASES, useValue: desk },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.log.start();
    await installPolicies(this.log.store, this.policies);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.log.stop();
  }
}
