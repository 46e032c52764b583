import { canonical } from '../archive/canonical-json.js';
import { itemAt, type Arm } from '../gate/item.js';
import { mean } from '../statistics/numbers.js';
import { expectAlways, expectFields, expectSame } from './expect.js';
import type { BlockCompared, TrialResult } from './recorded.js';
import { told, type Purpose, type Story } from './story.js';

/** What the trial of one arm on a block reported. */
const resultOf = (story: Story, purpose: Purpose, hash: string, { finalist, block }: BlockCompared): TrialResult => {
  const place = `/${purpose}/${finalist}/${block}`;
  const trial = story.trials.find(
    (each) =>
      each.purpose === purpose &&
      each.configurationHash === hash &&
      each.round === block &&
      (each.pair ?? place).endsWith(place),
  );
  return told(trial?.result, `the trial at${place}`);
};

/** The outcomes of an arm add up to what its trial reported. The incumbent may have run more items of the block, for an earlier finalist. */
const expectTotals = (
  story: Story,
  line: number,
  { arm, outcomes, result, episodes }: { arm: string; outcomes: Arm; result: TrialResult; episodes: number },
): void => {
  const isPart = result.episodes > episodes && arm === 'incumbent';
  const solved = outcomes.solved.split('1').length - 1;
  const totals = { episodes, solved, meanScore: mean(outcomes.score ?? [result.meanScore]) };
  expectSame(story, line, `result of the ${arm}'s trial`, [{ ...result, ...(isPart ? {} : totals) }, result]);
  for (const [name, list] of Object.entries(outcomes) as [string, { readonly length: number }][])
    expectSame(story, line, `data.${arm}.${name}.length`, [episodes, list.length]);
};

/** Takes in a block of outcomes, and checks that it is the next one, agrees with the trials, and has each item at one place only. */
export const blockCompared =
  (purpose: Purpose) =>
  (story: Story, data: BlockCompared, line: number): void => {
    const policy = told(story.policy, 'a part of the error');
    const { itemIds, slices, block } = data;
    const isNext = {
      finalist: story.decisions.length,
      block: story.blocks.filter((each) => each.purpose === purpose).length,
    };
    expectFields(story, line, data, isNext);
    const episodes = itemIds.length * policy.runsPerItem;
    const hashes = {
      candidate: told(story.finalists[data.finalist], 'such a finalist').configurationHash,
      incumbent: told(story.incumbent, 'an incumbent').incumbentHash,
    };
    for (const arm of ['candidate', 'incumbent'] as const) {
      const result = resultOf(story, purpose, hashes[arm], data);
      expectTotals(story, line, { arm, outcomes: data[arm], result, episodes });
    }
    itemIds.forEach((item, place) => {
      expectAlways(story, line, `the place of item ${canonical(item)}`, `${purpose} ${block}.${place}`);
      expectAlways(story, line, `the item at ${purpose} ${block}.${place}`, item);
      story.pairs[purpose].push({
        candidate: itemAt(policy, data.candidate, place),
        incumbent: itemAt(policy, data.incumbent, place),
        slice: slices?.[place] ?? '',
      });
    });
    story.blocks.push({ purpose, data });
  };
