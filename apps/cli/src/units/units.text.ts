import type { CanaryRow } from '../jobs/policy-rows.js';
import type { SlotRow } from '../jobs/rows.js';
import { percent } from '../terminal/format.js';
import { moment } from '../terminal/moment.js';
import { notedTable } from '../terminal/noted-table.js';
import type { Style } from '../terminal/terminal.js';
import { standingText, valuesText } from './slot.text.js';

export interface UnitRow {
  readonly unit_id: string;
  /** suggested, installed, applied, promoted or reverted. */
  readonly status: string;
  readonly slot: string;
  readonly job_id: string;
  readonly title?: string;
  readonly created_at?: string | null;
  readonly canary?: CanaryRow | null;
  readonly stale?: boolean;
}

const unitStatus = ({ status }: UnitRow, { colour }: Style): string => {
  if (status === 'promoted') return colour.green(status);
  return status === 'reverted' ? colour.yellow(status) : status;
};

const servedText = ({ canary, stale }: UnitRow, { colour }: Style): string => {
  const told = canary
    ? [canary.status === 'running' ? `canary ${percent(canary.share)}` : `canary ${canary.status}`]
    : [];
  return [...told, ...(stale ? [colour.yellow('stale')] : [])].join(', ');
};

/** One line a Logic Unit, newest first. */
export const unitsText = (units: readonly UnitRow[], style: Style): string =>
  units.length === 0
    ? 'No Logic Unit yet: a training job makes one when a candidate is proven better.'
    : notedTable(
        units,
        [
          { head: 'UNIT', cell: ({ unit_id }) => unit_id },
          { head: 'STATUS', cell: unitStatus },
          { head: 'SLOT', cell: ({ slot }) => slot, flexible: true },
          ...(style.whole || style.width >= 110
            ? [{ head: 'MADE', cell: ({ created_at }: UnitRow) => moment(created_at, style) }]
            : []),
        ],
        (unit) => servedText(unit, style),
        style,
      );

/** What each slot serves: one line a slot, the configuration below. */
export const slotsText = (slots: readonly SlotRow[], style: Style): string => {
  if (slots.length === 0) return 'No slot was ever written: every agent serves its defaults.';
  return notedTable(
    slots,
    [
      { head: 'SLOT', cell: ({ slot }, { colour }) => colour.bold(slot) },
      { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
      { head: 'CAUSE', cell: ({ cause }) => cause },
    ],
    (slot) =>
      [`${slot.unit_id ?? ''} serves ${valuesText(slot.configuration)}`.trim(), standingText(slot)]
        .filter((told) => told !== '')
        .join('. '),
    style,
  );
};
