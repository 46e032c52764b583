import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { lease, logic } from '@ao/contracts';
import type { SlotEvent, UnitEvent } from '@ao/domain-logic';
import { rpcClient, type GrpcServices, type RpcClient } from '@ao/rpc';
import { serviceLog, type Publisher, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { slotFact } from './slot/slot.publisher.js';
import { promotionLeases } from './unit/promotion-leases.js';
import { UnitController, UNITS } from './unit/unit.controller.js';
import { unitFact } from './unit/unit.publisher.js';
import { units } from './unit/units.js';

const LOG = Symbol('LOGIC_LOG');
const LEASE_CLIENT = Symbol('LOGIC_LEASE_CLIENT');

/** What logic-unit serves over gRPC. */
export const logicUnitServices: GrpcServices = { 'logic.v1.LogicUnitService': logic.LogicUnitServiceService };

const publisher: Publisher = ({ event, version }) => {
  const known = event as UnitEvent | SlotEvent;
  switch (known.type) {
    case 'SlotApplied':
    case 'SlotPromoted':
    case 'SlotReverted':
      return slotFact(known, version);
    default:
      return unitFact(known);
  }
};

/** Logic Units and the slots that they patch. */
@Module({})
export class LogicUnitModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(LOG) private readonly log: ServiceLog,
    @Inject(LEASE_CLIENT) private readonly leaseClient: RpcClient<lease.LeaseServiceClient>,
  ) {}

  static register(runtime: ServiceRuntime): DynamicModule {
    const log = serviceLog({ runtime, schema: 'logic', publisher });
    const leaseClient = rpcClient(lease.LeaseServiceClient, runtime.peers.lease, { token: runtime.serviceToken });
    return {
      module: LogicUnitModule,
      controllers: [UnitController],
      providers: [
        { provide: LOG, useValue: log },
        { provide: LEASE_CLIENT, useValue: leaseClient },
        { provide: UNITS, useValue: units(log.store, promotionLeases(leaseClient)) },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.log.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.log.stop();
    this.leaseClient.close();
  }
}
