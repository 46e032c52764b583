import { join } from 'node:path';
import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { lease, logic } from '@ao/contracts';
import { topics, type Subscription } from '@ao/event-bus';
import type { SlotEvent, UnitEvent } from '@ao/domain-logic';
import { packageDirectory } from '@ao/postgres';
import type { GrpcServices, RpcClient } from '@ao/rpc';
import { peerClient, reaction, serviceLog, type Publisher, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { slotFacts } from './slot/slot.publisher.js';
import { promotionLeases } from './unit/promotion-leases.js';
import { unitChanges } from './unit/unit-changes.js';
import { UnitController, UNITS } from './unit/unit.controller.js';
import { unitFact } from './unit/unit.publisher.js';
import { units } from './unit/units.js';
import { outcomeWatch, watchGroup } from './watch/outcome-watch.js';

const LOG = Symbol('LOGIC_LOG');
const LEASE_CLIENT = Symbol('LOGIC_LEASE_CLIENT');
const FOLLOW = Symbol('LOGIC_FOLLOW');

const schema = 'logic';

/** What logic-unit serves over gRPC. */
export const logicUnitServices: GrpcServices = { 'logic.v1.LogicUnitService': logic.LogicUnitServiceService };

const isOfSlot = (event: UnitEvent | SlotEvent): event is SlotEvent => event.type.startsWith('Slot');

const publisher: Publisher = ({ event, version }) => {
  const known = event as UnitEvent | SlotEvent;
  return isOfSlot(known) ? slotFacts(known, version) : unitFact(known);
};

/** Subscribes the watch over outcomes. */
type Follow = () => Promise<Subscription>;

/** Logic Units, the slots that they patch, and the watch over what they serve. */
@Module({})
export class LogicUnitModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private subscription: Subscription | undefined;

  constructor(
    @Inject(LOG) private readonly log: ServiceLog,
    @Inject(LEASE_CLIENT) private readonly leaseClient: RpcClient<lease.LeaseServiceClient>,
    @Inject(FOLLOW) private readonly follow: Follow,
  ) {}

  static register(runtime: ServiceRuntime): DynamicModule {
    const log = serviceLog({ runtime, schema, migrations: join(packageDirectory(__dirname), 'migrations'), publisher });
    const leaseClient = peerClient(runtime, lease.LeaseServiceClient);
    const changes = unitChanges(log.store);
    const watch = outcomeWatch({ sql: runtime.sql, schema, store: log.store, changes });
    const follow: Follow = () =>
      reaction({
        runtime,
        group: watchGroup,
        topics: [topics.outcome.name],
        handle: async (fact, delivered) => {
          if (fact.type === 'modular.outcome.reported') await watch(fact.data, delivered);
        },
      });
    return {
      module: LogicUnitModule,
      controllers: [UnitController],
      providers: [
        { provide: LOG, useValue: log },
        { provide: LEASE_CLIENT, useValue: leaseClient },
        { provide: FOLLOW, useValue: follow },
        { provide: UNITS, useValue: units(log.store, changes, promotionLeases(leaseClient)) },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.log.start();
    this.subscription = await this.follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.subscription?.close();
    await this.log.stop();
    this.leaseClient.close();
  }
}
