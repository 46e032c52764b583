import { filtersOf, type CalibrationRow, type SlotRow as ServedSlot, topics } from '@ao/contracts';
import type { SlotLabel } from '@ao/kernel';
import { earlier, later, seen, snakeCase, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactMeta, FoldRow, View } from '../view/view.js';
import { calibrationRow } from '../calibration/calibration-row.js';
import { canaryEnded, canaryStarted, newestCanary, type CanaryMemory } from '../canary/canary.js';

/** What is in force in a slot. */
export type SlotRow = FoldRow<
  ServedSlot,
  {
    readonly _canaries: Readonly<Record<string, CanaryMemory>>;
    readonly _calibrations: Readonly<Record<string, CalibrationRow | null>>;
    readonly _stale: readonly string[];
  }
>;

const unknownSlot = (slot: string): SlotRow => ({
  ...unknownRow,
  slot,
  configuration: null,
  configuration_hash: '',
  unit_id: null,
  cause: '',
  labels: [],
  canary: null,
  stale: false,
  calibration: null,
  _canaries: {},
  _calibrations: {},
  _stale: [],
});

/** The row with all that follows from what the fold remembers. */
const settled = (row: SlotRow): SlotRow => {
  const canary = newestCanary(row._canaries);
  return {
    ...row,
    canary: canary?.status === 'running' && canary.share > 0 ? canary : null,
    stale: row._stale.includes(row.unit_id ?? ''),
    calibration: row._calibrations[row.unit_id ?? ''] ?? null,
  };
};

/** A fact of the slot's own stream: the newest version counts. */
const own = (
  row: SlotRow | undefined,
  data: { readonly slot: string; readonly version: number },
  meta: FactMeta,
  change: Partial<SlotRow>,
): SlotRow => {
  if (row !== undefined && data.version < row.version) return row;
  const times = {
    created_at: earlier(row?.created_at, timeOf(meta)),
    updated_at: later(row?.updated_at, timeOf(meta)),
  };
  return settled({
    ...(row ?? unknownSlot(data.slot)),
    ...change,
    ...times,
    version: data.version,
    corr_id: meta.corrId,
  });
};

/** A fact of one of the slot's units. */
const ofUnit = (
  row: SlotRow | undefined,
  slot: string,
  meta: FactMeta,
  change: (row: SlotRow) => Partial<SlotRow>,
): SlotRow => {
  const known = row ?? unknownSlot(slot);
  return settled({ ...known, ...change(known), ...seen(row, meta) });
};

/** Slots. */
export const slots: View<SlotRow> = {
  name: 'slots',
  revision: 2,
  filters: filtersOf('slots'),
  about: { topic: topics.slot.name },
  rules: {
    'logic.slot.changed': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) => {
        const { data } = fact;
        const changed = {
          ...(snakeCase(fact) as Partial<SlotRow>),
          configuration: data.configuration ?? null,
          unit_id: data.unitId || null,
        };
        return own(row, data, meta, changed);
      },
    },
    'logic.slot.labelled': {
      row: ({ data }) => data.slot,
      fold: (row, { data }, meta) => {
        const labels = data.labels.map(({ name, unitId, configurationHash }) => ({
          name: name as SlotLabel,
          unit_id: unitId || null,
          configuration_hash: configurationHash,
        }));
        return own(row, data, meta, { labels, _stale: data.stale });
      },
    },
    'logic.unit.installed': {
      row: ({ data }) => data.manifest?.patches.find(({ calibration }) => calibration !== undefined)?.slot,
      fold: (row, { data: { manifest } }, meta) => {
        const patch = manifest?.patches.find(({ calibration }) => calibration !== undefined);
        return ofUnit(row, patch?.slot ?? '', meta, ({ _calibrations }) => ({
          _calibrations: { ..._calibrations, [manifest?.unitId ?? '']: calibrationRow(patch?.calibration) },
        }));
      },
    },
    'logic.unit.canary_started': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) =>
        ofUnit(row, fact.data.slot, meta, ({ _canaries }) => ({
          _canaries: { ..._canaries, [fact.data.unitId]: canaryStarted(_canaries[fact.data.unitId], fact, meta) },
        })),
    },
    'logic.unit.canary_ended': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) =>
        ofUnit(row, fact.data.slot, meta, ({ _canaries }) => ({
          _canaries: { ..._canaries, [fact.data.unitId]: canaryEnded(_canaries[fact.data.unitId], fact, meta) },
        })),
    },
  },
};
