import { earlier, later, snakeCase, timeOf } from '../view/fold-rules.js';
import type { View, ViewRow } from '../view/view.js';

/** What is in force in a slot; `configuration` null: the agent's defaults. `version` is the slot's. */
export interface SlotRow extends ViewRow {
  readonly slot: string;
  readonly configuration: unknown;
  readonly configuration_hash: string;
  readonly unit_id: string | null;
  readonly cause: string;
}

/** Slots. */
export const slots: View<SlotRow> = {
  name: 'slots',
  revision: 1,
  filters: ['unit_id', 'cause'],
  rules: {
    'logic.slot.changed': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) => {
        const { data } = fact;
        if (row !== undefined && data.version < row.version) return row;
        const changed = { ...(snakeCase(fact) as unknown as SlotRow), configuration: data.configuration ?? null, unit_id: data.unitId || null };
        return { ...changed, version: data.version, created_at: earlier(row?.created_at, timeOf(meta)), updated_at: later(row?.updated_at, timeOf(meta)), corr_id: meta.corrId };
      },
    },
  },
};
