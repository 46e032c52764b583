import type { Configuration, SlotRow } from '../jobs/rows.js';
import { moment, parameterValue, shown } from '../terminal/format.js';
import { notedTable } from '../terminal/noted-table.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';

export interface UnitRow {
  readonly unit_id: string;
  /** suggested, installed, applied, promoted or reverted. */
  readonly status: string;
  readonly slot: string;
  readonly job_id: string;
  readonly title?: string;
  readonly created_at?: string | null;
}

const unitStatus = ({ status }: UnitRow, { colour }: Style): string => {
  if (status === 'promoted') return colour.green(status);
  return status === 'reverted' ? colour.yellow(status) : status;
};

/** One line a Logic Unit, newest first. */
export const unitsText = (units: readonly UnitRow[], style: Style): string =>
  units.length === 0
    ? 'No Logic Unit yet: a training job makes one when a candidate is proven better.'
    : table(
        units,
        [
          { head: 'UNIT', cell: ({ unit_id }) => unit_id },
          { head: 'STATUS', cell: unitStatus },
          { head: 'SLOT', cell: ({ slot }) => slot, flexible: true },
          ...(style.width >= 110 ? [{ head: 'MADE', cell: ({ created_at }: UnitRow) => moment(created_at) }] : []),
        ],
        style,
      );

const values = (configuration: Configuration | null): string =>
  configuration === null ? "the agent's defaults" : Object.entries(configuration).map(([name, value]) => `${name}=${parameterValue(value)}`).join(' ');

/** What each slot serves: one line a slot, the configuration below. */
export const slotsText = (slots: readonly SlotRow[], style: Style): string => {
  if (slots.length === 0) return 'No slot was ever written: every agent serves its defaults.';
  return notedTable(
    slots,
    [
      { head: 'SLOT', cell: ({ slot }, { colour }) => colour.bold(slot) },
      { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
      { head: 'CAUSE', cell: ({ cause }) => cause },
      { head: 'UNIT', cell: ({ unit_id }) => shown(unit_id), flexible: true },
    ],
    ({ configuration }) => `serves ${values(configuration)}`,
    style,
  );
};
