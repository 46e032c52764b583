import { calibrationChoices, promotionModes, spendingRules } from '@ao/kernel';
import { InvalidArgumentError, type Command } from 'commander';
import { anyNumber, choice, wholeNumber } from '../subcommand.js';
import type { SliceOption } from './policy-body.js';

/** "0.25", or "none" for what is not to be guarded. */
const margin = (text: string): number => {
  if (text === 'none') return -1;
  const value = anyNumber(text);
  if (value < 0) throw new InvalidArgumentError('It must be a number from 0, or "none".');
  return value;
};

/** "short=0.05": collects slices. */
const slice = (text: string, before: readonly SliceOption[] = []): readonly SliceOption[] => {
  const [, name, allowed] = /^(.+)=([^=]+)$/u.exec(text) ?? [];
  if (name === undefined || allowed === undefined)
    throw new InvalidArgumentError('It must be NAME=MARGIN, such as short=0.05.');
  return [...before, { name, margin: anyNumber(allowed) }];
};

const gateOptions = (command: Command): Command =>
  command
    .optionsGroup('The gate:')
    .option('--alpha <share>', "most error that the job may spend (what the slot's ledger offers)", anyNumber)
    .option('--min-gain <share>', 'smallest gain that is worth having; aims the test', anyNumber)
    .option(
      '--futility <share>',
      'stop a comparison that would succeed with less than this probability; 0: never',
      anyNumber,
    )
    .option(
      '--runs-per-item <n>',
      'runs of each configuration on each item, for agents that are not deterministic (1)',
      wholeNumber,
    )
    .option(
      '--confirmation-items <n>',
      'holdout items on which the gain is measured (a fifth, at most 100); 0: not measured',
      wholeNumber,
    )
    .addOption(choice('--spending <rule>', "how the slot's error is shared over its life", spendingRules))
    .option('--holdout-looks <n>', 'looks at a holdout after which a fresh one is due', wholeNumber)
    .option('--latency-margin <share>', 'share more time that the candidate may take; none: not guarded', margin)
    .option('--tokens-margin <share>', 'share more tokens; none: not guarded', margin)
    .option('--cost-margin <share>', 'share more cost; none: not guarded', margin)
    .option('--calibration-margin <share>', "how much worse Brier's score may get; none: not guarded", margin)
    .option('--slice <name=margin>', 'how much worse the goal may get on a slice; may be repeated', slice)
    .option('--refusal-margin <share>', 'how much more often the candidate may decline; none: no tripwire', margin)
    .option('--length-margin <share>', 'share by which answers may be longer; none: no tripwire', margin);

const promotionOptions = (command: Command): Command =>
  command
    .optionsGroup('What happens to a candidate that is proven better:')
    .addOption(
      choice(
        '--promotion <mode>',
        'at once, after `ao approve`, or after a share of the traffic (automatic)',
        promotionModes,
      ),
    )
    .option('--canary-share <share>', "share of the slot's traffic, at most 0.5 (0.1)", anyNumber)
    .option('--canary-outcomes <n>', 'outcomes of its answers after which it is promoted (100)', wholeNumber)
    .option('--canary-alpha <share>', 'probability of taking back a canary that is no worse (0.05)', anyNumber)
    .option('--retrain-when-stale', 'train again when the promoted version is found stale');

const calibrationOptions = (command: Command): Command =>
  command
    .optionsGroup('Confidences:')
    .addOption(choice('--calibration-method <name>', 'how confidences are recalibrated (auto)', calibrationChoices))
    .option(
      '--target-risk <share>',
      'highest share of wrong answers among those given; what is less sure is not answered',
      anyNumber,
    )
    .option('--risk-confidence <share>', 'probability with which that is held (0.95)', anyNumber)
    .option(
      '--min-coverage <share>',
      'with --target-risk: least share of the holdout that a candidate must answer (0.1); 0: none',
      anyNumber,
    )
    .option('--escalate-to <slot>', 'the slot that answers instead of abstaining');

/** Adds the options that say what a verdict promises, what follows from it, and how confidences are treated. */
export const policyOptions = (command: Command): Command => calibrationOptions(promotionOptions(gateOptions(command)));
