import { Command } from 'commander';
import manifest from '../package.json';
import { agentCommands } from './agents/agents.command.js';
import { askCommand } from './agents/ask.command.js';
import { outcomeCommand } from './agents/outcome.command.js';
import { demoCommand } from './demo/demo.command.js';
import { eventsCommand } from './events/events.command.js';
import { exportCommand } from './evidence/export.command.js';
import { verifyCommand } from './evidence/verify.command.js';
import { exitCodesHelp } from './exit-codes.js';
import { jobCommands } from './jobs/jobs.command.js';
import { trainCommand } from './jobs/train.command.js';
import { ledgerCommand } from './ledger/ledger.command.js';
import { upCommand } from './platform/up.command.js';
import { promotionCommands } from './promotion/promotion.commands.js';
import { reportCommand } from './report/export.command.js';
import type { OpenSession } from './session.js';
import type { AddCommand } from './subcommand.js';
import { taskSetCommands } from './task-sets/task-sets.command.js';
import type { Terminal } from './terminal/terminal.js';
import { unitCommands } from './units/units.command.js';

const commands: readonly AddCommand[] = [
  demoCommand,
  upCommand,
  agentCommands,
  trainCommand,
  jobCommands,
  promotionCommands,
  unitCommands,
  ledgerCommand,
  askCommand,
  outcomeCommand,
  taskSetCommands,
  reportCommand,
  exportCommand,
  verifyCommand,
  eventsCommand,
];

/** The whole command line. Throws CommanderError instead of ending the process. */
export const programOf = (terminal: Terminal, open: OpenSession): Command => {
  const program = new Command('ao')
    .description('Trains mini-agents on real task sets under leases, and promotes only what is proven better.')
    .version(manifest.version)
    .addHelpText('after', exitCodesHelp)
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      getOutHelpWidth: () => Math.min(100, terminal.out.columns ?? 80),
      getErrHelpWidth: () => Math.min(100, terminal.err.columns ?? 80),
    });
  for (const add of commands) add(program, open);
  return program;
};
