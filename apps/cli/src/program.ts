import { Command } from 'commander';
import manifest from '../package.json';
import { exitCodesHelp } from './exit-codes.js';
import type { OpenSession } from './session.js';
import type { AddCommand } from './subcommand.js';
import type { Terminal } from './terminal/terminal.js';

/** One command or a family of them, loaded when it is asked for: most of what one needs the others do not. */
interface LazyCommand {
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommand>;
}

/**
 * An export of a module that was imported when it was needed. Node tells exports of a CommonJS module by looking at its text, and misses some;
 * `default` has them all.
 */
const named =
  <Name extends string>(name: Name) =>
  (loaded: Readonly<Record<Name, AddCommand>>): AddCommand =>
    (loaded as { readonly default?: Readonly<Record<Name, AddCommand>> }).default?.[name] ?? loaded[name];

/** In the order of `ao --help`. */
const commands: readonly LazyCommand[] = [
  { names: ['demo'], load: () => import('./demo/demo.command.js').then(named('demoCommand')) },
  { names: ['up'], load: () => import('./platform/up.command.js').then(named('upCommand')) },
  { names: ['agents', 'agent'], load: () => import('./agents/agents.command.js').then(named('agentCommands')) },
  { names: ['train'], load: () => import('./jobs/train.command.js').then(named('trainCommand')) },
  {
    names: ['jobs', 'job', 'pause', 'resume', 'cancel'],
    load: () => import('./jobs/jobs.command.js').then(named('jobCommands')),
  },
  {
    names: ['approve', 'decline', 'canary'],
    load: () => import('./promotion/promotion.commands.js').then(named('promotionCommands')),
  },
  {
    names: ['units', 'unit', 'slots', 'slot'],
    load: () => import('./units/units.command.js').then(named('unitCommands')),
  },
  { names: ['ledger'], load: () => import('./ledger/ledger.command.js').then(named('ledgerCommand')) },
  { names: ['ask'], load: () => import('./agents/ask.command.js').then(named('askCommand')) },
  { names: ['outcome'], load: () => import('./agents/outcome.command.js').then(named('outcomeCommand')) },
  {
    names: ['tasksets', 'taskset'],
    load: () => import('./task-sets/task-sets.command.js').then(named('taskSetCommands')),
  },
  { names: ['episodes'], load: () => import('./episodes/episodes.command.js').then(named('episodesCommand')) },
  { names: ['report'], load: () => import('./report/export.command.js').then(named('reportCommand')) },
  { names: ['export'], load: () => import('./evidence/export.command.js').then(named('exportCommand')) },
  { names: ['verify'], load: () => import('./evidence/verify.command.js').then(named('verifyCommand')) },
  { names: ['events'], load: () => import('./events/events.command.js').then(named('eventsCommand')) },
];

/** The commands that a command line may mean: the one that it names, or all where it names none that is known. */
const meant = (args: readonly string[]): readonly LazyCommand[] => {
  const [name = ''] = args;
  const found = commands.filter(({ names }) => names.includes(name));
  return found.length > 0 ? found : commands;
};

/** The command line, with what these arguments (without node and script) may mean. It throws CommanderError instead of ending the process. */
export const programOf = async (args: readonly string[], terminal: Terminal, open: OpenSession): Promise<Command> => {
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
  for (const { load } of meant(args)) (await load())(program, open);
  return program;
};
