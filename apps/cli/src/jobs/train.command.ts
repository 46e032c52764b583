import type { CommonOptions } from '../session.js';
import { goals, searchModes, searchStrategies, trainingPresets } from '@ao/kernel';
import { anyNumber, choice, repeated, subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { policyOptions } from './policy-options.js';
import { followToReport } from './follow-to-report.js';
import { slotErrorText } from './slot-error.text.js';
import { startTraining } from './start-training.js';
import type { TrainOptions } from './training-body.js';

/** `ao train AGENT`. */
export const trainCommand: AddCommand = (program, open) => {
  const command = subcommand(program, 'train <agent>', 'start a training job')
    .option('--task-set <name>', 'task set, "name" or "name@hash" (the agent\'s first)')
    .addOption(choice('--goal <metric>', 'metric to raise (solve_rate)', goals))
    .addOption(
      choice('--strategy <name>', 'how the next configurations are chosen (successive_halving)', searchStrategies),
    )
    .option('--candidates <n>', 'configurations to try (by the preset)', wholeNumber)
    .option('--episodes <n>', 'most episodes, search and gate together (by the preset)', wholeNumber)
    .option('--tokens <n>', 'most tokens', wholeNumber)
    .option('--cost-micros <n>', "most cost, in millionths of the account's currency unit", wholeNumber)
    .option('--wall-ms <n>', 'most time from the grant of the lease, in milliseconds', wholeNumber)
    .option('--seed <n>', 'seed of every choice by chance (drawn)', wholeNumber)
    .addOption(choice('--preset <name>', 'how much is spent where nothing else says it (balanced)', trainingPresets))
    .addOption(choice('--mode <name>', 'how far from what is good already the search looks (balanced)', searchModes))
    .option('--diversity <share>', 'how different candidates should be, 0 to 1', anyNumber)
    .option('--recency <share>', 'how much recent memory counts, 0 to 1; for agents that take it', anyNumber)
    .option('--compression <share>', 'share of context to compress away, 0 to 1; for agents that take it', anyNumber)
    .option('--search-share <share>', 'share of the budget for the search, the rest is for the gate', anyNumber)
    .option('--episodes-each <n>', 'wished episodes per configuration', wholeNumber)
    .option('--topic <topic>', 'topic by which story threads find the job; may be repeated', repeated)
    .option('--search-only', 'search and report, without a look at the holdout: nothing of the slot is spent')
    .option('--idempotency-key <key>', 'the same key again is the same job (a key of its own)')
    .option('--follow', 'show progress, and the report at the end')
    .option('--timeout <seconds>', 'with --follow: give up after so long', wholeNumber);
  policyOptions(command).action(
    async (agent: string, options: TrainOptions & CommonOptions & { follow?: boolean; timeout?: number }) => {
      const session = open(options);
      const started = await startTraining(session, agent, options);
      const further = options.follow === true ? '' : `\nFollow it with: ao job ${started.job_id} --follow`;
      session.note(
        options.follow === true ? { event: 'started', ...started } : started,
        (style) => `${style.colour.green('started')} job ${started.job_id}${slotErrorText(started, style)}${further}`,
      );
      if (options.follow === true)
        await followToReport(session, started.job_id, {
          isNew: true,
          timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
        });
    },
  );
};
