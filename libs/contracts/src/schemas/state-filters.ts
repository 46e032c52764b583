import {
  jobStatuses,
  leaseStatuses,
  roles,
  servedLabels,
  slotCauses,
  spendingRules,
  trialPurposes,
  trialStatuses,
  unitStatuses,
  verdictOutcomes,
} from '@ao/kernel';

import { deadLetterStatuses, parkedEventStatuses } from '../rows/trouble.row.js';

/** Values of a filter: a closed list, or any text. */
export type FilterValues = readonly string[] | 'any';

const flags = ['true', 'false'] as const;

/**
 * By which fields each view of /state can be filtered, and which values there are. The projection's indexes and checks, the queries of the
 * HTTP interface and its description follow from it.
 */
export const stateFilters = {
  agents: { role: roles, runtime: 'any' },
  'task-sets': { name: 'any', role: roles },
  jobs: {
    status: jobStatuses,
    mini_agent: 'any',
    outcome: verdictOutcomes,
    slot: 'any',
    corr_id: 'any',
    stalled: flags,
  },
  trials: { job_id: 'any', status: trialStatuses, purpose: trialPurposes, configuration_hash: 'any' },
  episodes: { trial_id: 'any', job_id: 'any' },
  reports: { job_id: 'any', status: ['completed', 'failed'], purpose: trialPurposes, configuration_hash: 'any' },
  leases: { status: leaseStatuses, subject: 'any', capability: 'any' },
  decisions: { job_id: 'any', slot: 'any', outcome: verdictOutcomes },
  units: { status: unitStatuses, slot: 'any', job_id: 'any', stale: flags },
  slots: { unit_id: 'any', cause: slotCauses, stale: flags },
  'governor-hints': { in_force: flags },
  'gate-ledgers': { slot: 'any', spending: spendingRules },
  'dead-letters': { status: deadLetterStatuses, group: 'any', topic: 'any', fact_key: 'any' },
  'parked-events': { status: parkedEventStatuses, service: 'any' },
  served: { slot: 'any', unit_id: 'any', label: servedLabels },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FilterValues>>>>;

/** A view of /state. */
export type StateView = keyof typeof stateFilters;

/** A field by which some view can be filtered. */
export type StateFilter = { [View in StateView]: keyof (typeof stateFilters)[View] & string }[StateView];

/** Names of the views. */
export const stateViews = Object.keys(stateFilters) as readonly StateView[];

/** Fields by which a view can be filtered. */
export const filtersOf = <View extends StateView>(
  view: View,
): readonly (keyof (typeof stateFilters)[View] & string)[] =>
  Object.keys(stateFilters[view]) as (keyof (typeof stateFilters)[View] & string)[];

/** Every filter of any view, with the values that it has in any of them. */
export const everyFilter = Object.values(stateFilters)
  .flatMap((fields) => Object.entries<FilterValues>(fields))
  .reduce<Record<string, FilterValues>>((all, [field, values]) => {
    const known = all[field] ?? [];
    const either = known === 'any' || values === 'any' ? 'any' : [...new Set([...known, ...values])];
    return { ...all, [field]: either };
  }, {}) as Readonly<Record<StateFilter, FilterValues>>;
