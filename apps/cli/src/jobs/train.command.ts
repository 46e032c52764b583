import type { CommonOptions, Session } from '../session.js';
import { goals, searchModes, searchStrategies, trainingPresets } from '@ao/kernel';
import { anyNumber, choice, repeated, subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { policyOptions } from './policy-options.js';
import { followToReport } from './follow-to-report.js';
import { trainingBody, type TrainOptions } from './training-body.js';

/** The answer of start_training. */
export interface StartedJob {
  readonly job_id: string;
  readonly corr_id: string;
  readonly version: number;
}

/** Starts a training job. */
export const startTraining = ({ gateway }: Session, agent: string, options: TrainOptions): Promise<StartedJob> =>
  gateway.post<StartedJob>('/orchestrator/mini_agents/start_training', trainingBody(agent, options));

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
    .option('--recency <share>', 'how much recent memory counts, 0 to 1', anyNumber)
    .option('--compression <share>', 'share of context to compress away, 0 to 1', anyNumber)
    .option('--search-share <share>', 'share of the budget for the search, the rest is for the gate', anyNumber)
    .option('--episodes-each <n>', 'wished episodes per configuration', wholeNumber)
    .option('--topic <topic>', 'topic by which story threads find the job; may be repeated', repeated)
    .option('--idempotency-key <key>', 'the same key again is the same job')
    .option('--follow', 'show progress, and the report at the end')
    .option('--timeout <seconds>', 'with --follow: give up after so long', wholeNumber);
  policyOptions(command).action(
    async (agent: string, options: TrainOptions & CommonOptions & { follow?: boolean; timeout?: number }) => {
      const session = open(options);
      const started = await startTraining(session, agent, options);
      const further = options.follow === true ? '' : `\nFollow it with: ao job ${started.job_id} --follow`;
      session.note(
        options.follow === true ? { event: 'started', ...started } : started,
        ({ colour }) => `${colour.green('started')} job ${started.job_id}${further}`,
      );
      if (options.follow === true)
        await followToReport(session, started.job_id, {
          isNew: true,
          timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
        });
    },
  );
};
