import { act } from '../connection/actions.js';
import { listed, withMore } from '../connection/lists.js';
import { orNull } from '../jobs/fetch.js';
import type { ServedRow } from '../jobs/policy-rows.js';
import type { SlotRow } from '../jobs/rows.js';
import type { CommonOptions } from '../session.js';
import { subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { slotText } from './slot.text.js';
import { slotsText, unitsText, type UnitRow } from './units.text.js';

/** A slot that nothing was ever put in force in. */
const neverWritten = (slot: string): SlotRow => ({
  slot,
  version: 0,
  configuration: null,
  configuration_hash: '',
  unit_id: null,
  cause: '',
});

/** `ao units`, `ao unit revert ID`, `ao slots`, `ao slot NAME`. */
export const unitCommands: AddCommand = (program, open) => {
  subcommand(program, 'units', 'list Logic Units, newest first')
    .option('--limit <n>', 'most units; else 50 on a terminal, and all in a pipe', wholeNumber)
    .action(async ({ limit, ...options }: CommonOptions & { limit?: number }) => {
      const session = open(options);
      const { more, ...page } = await listed<UnitRow>(session, '/state/units', {}, limit);
      session.show(page, (style) => withMore(unitsText(page.items, style), more));
    });
  const unit = program.command('unit').description('work with one Logic Unit');
  subcommand(unit, 'revert <id>', 'take a unit out of force: its slot serves what it served before')
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async (unitId: string, { reason, ...options }: CommonOptions & { reason: string }) => {
      const session = open(options);
      const row = await act(session, 'unit.revert', { unit_id: unitId, reason });
      session.show(row, ({ colour }) => `${colour.green('reverted')} unit ${unitId}`);
    });
  subcommand(program, 'slots', 'what is in force in each slot').action(async (options: CommonOptions) => {
    const session = open(options);
    const { more: _, ...page } = await listed<SlotRow>(session, '/state/slots', {}, Infinity);
    session.show(page, (style) => slotsText(page.items, style));
  });
  subcommand(
    program,
    'slot <name>',
    'one slot: its labels, its canary, what became of its answers, what its confidences are worth',
  ).action(async (name: string, options: CommonOptions) => {
    const { gateway, show } = open(options);
    const [row, served] = await Promise.all([
      orNull(gateway.get<SlotRow>(`/state/slots/${encodeURIComponent(name)}`)),
      gateway.all<ServedRow>('/state/served', { slot: name }),
    ]);
    const slot = row ?? neverWritten(name);
    show({ ...slot, served }, (style) => slotText(slot, served, style));
  });
};
