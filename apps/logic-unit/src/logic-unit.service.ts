import { lease, logicUnitService, topics } from '@ao/contracts';
import { slotDecider, unitDecider } from '@ao/domain-logic';
import { aggregate, defineService } from '@ao/service';
import { slotFacts } from './slot/slot.facts.js';
import { promotionLeases } from './unit/promotion-leases.js';
import { unitChanges } from './unit/unit-changes.js';
import { UnitController } from './unit/unit.controller.js';
import { unitFacts } from './unit/unit.facts.js';
import { units } from './unit/units.js';
import { outcomeWatch, watchGroup } from './watch/outcome-watch.js';

const unitAggregate = aggregate({ category: 'unit', decider: unitDecider, facts: unitFacts });
const slotAggregate = aggregate({ category: 'slot', decider: slotDecider, facts: slotFacts });

/** Logic Units, the slots that they patch, and the watch over what they serve. */
export const logicUnit = defineService({
  descriptor: logicUnitService,
  environment: {},
  settings: () => ({}),
  aggregates: [unitAggregate, slotAggregate],
  migrationsFrom: __dirname,
  parts: (host) => {
    const handleUnit = host.commands(unitAggregate);
    const changes = unitChanges(host.store, { units: handleUnit, slots: host.commands(slotAggregate) });
    return { changes, units: units(handleUnit, changes, promotionLeases(host.client(lease.LeaseServiceClient))) };
  },
  controllers: [UnitController],
  reactions: ({ changes }, { runtime, schema, store }) => {
    const watch = outcomeWatch({ sql: runtime.sql, schema, store, changes });
    return [
      {
        group: watchGroup,
        topics: [topics.outcome.name],
        handle: async (fact, delivered) => {
          if (fact.type === 'modular.outcome.reported') await watch(fact.data, delivered);
        },
      },
    ];
  },
});
