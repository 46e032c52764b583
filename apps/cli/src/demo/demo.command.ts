import { Option } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { followToReport } from '../jobs/follow-to-report.js';
import { startTraining } from '../jobs/start-training.js';
import { startTemporaryPlatform, type TemporaryPlatform } from '../platform/temporary-platform.js';
import { nextStepsText } from '../report/next-steps.text.js';
import { sessionOf, type CommonOptions, type Session } from '../session.js';
import { subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { styleFor } from '../terminal/terminal.js';
import { askedText, askTwice } from './question.js';
import { furtherSteps, introText, readyText } from './demo.text.js';

interface DemoOptions extends CommonOptions {
  readonly agent: string;
  readonly taskSet?: string;
  readonly seed: number;
  readonly keep?: boolean;
}

const within = 10 * 60 * 1000;

/** Says something that is no result: on stderr, and not at all with --json. */
const say = ({ terminal, json }: Session, text: string): void => void (json || terminal.err.write(`${text}\n`));

const fellOver = async (platform: TemporaryPlatform): Promise<Failure> =>
  new Failure(exitCodes.unreachable, { title: 'the platform ended in the middle of the demo' }, [
    ...(await platform.logTail()),
    `its data and logs stay in ${platform.dataDir}`,
  ]);

const train = async (session: Session, { agent, taskSet, seed }: DemoOptions): Promise<string> => {
  const askAgain = await askTwice(session, agent, taskSet);
  const { job_id, corr_id, version } = await startTraining(session, agent, { taskSet, seed });
  session.note({ event: 'started', job_id, corr_id, version });
  const { job } = await followToReport(session, job_id, { isNew: true, timeoutMs: within });
  if (job.outcome === 'promoted' && askAgain !== undefined) {
    const asked = await askAgain();
    session.note({ event: 'asked', ...asked }, (style) => `\n${askedText(asked, style)}`);
  }
  return job_id;
};

/** Runs the job on a platform of its own; its data stays when that was asked for, or when the platform fell over. */
const onPlatform = async (open: Session, platform: TemporaryPlatform, options: DemoOptions): Promise<void> => {
  const signal = AbortSignal.any([open.signal, platform.gone]);
  const session = sessionOf(open.terminal, open.json, platform.connection, signal);
  let keep = options.keep === true;
  try {
    const jobId = await train(session, options);
    session.show(
      { event: 'done', kept: keep ? platform.dataDir : null },
      (style) =>
        `\n${nextStepsText(furtherSteps(options.agent, keep ? { dataDir: platform.dataDir, jobId } : undefined), style)}`,
    );
  } catch (error) {
    if (!platform.gone.aborted || open.signal.aborted) throw error;
    keep = true;
    throw await fellOver(platform);
  } finally {
    await platform.stop(keep);
  }
};

/** `ao demo`. */
export const demoCommand: AddCommand = (program, open) => {
  subcommand(program, 'demo', 'the main job from start to end, on a platform of its own that goes away afterwards')
    .addOption(
      new Option('--agent <agent>', 'the mini-agent to train').choices(['recall', 'mail-guard']).default('recall'),
    )
    .option('--task-set <name>', "task set (the agent's first)")
    .option('--seed <n>', 'seed of every choice by chance', wholeNumber, 42)
    .option('--keep', 'keep the data, and say how to look at it')
    .action(async (options: DemoOptions) => {
      const session = open(options);
      const style = styleFor(session.terminal.err, session.terminal.env);
      say(session, `${introText(options.agent, style)}\nStarting a platform ...`);
      const startedAt = Date.now();
      const platform = await startTemporaryPlatform(session.terminal.env, session.signal);
      say(session, `${readyText(platform.connection.url, Date.now() - startedAt, style)}\n`);
      await onPlatform(session, platform, options);
    });
};
