import type { evaluation } from '@ao/contracts';
import { testPostgres } from '@ao/postgres/testing';
import { echoTrial, ended, workerLoopOf, registerEchoSet, schedule, quick } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';
import { exportEpisodes } from './export-episodes.js';
import { forgetOutputs } from './output-texts.store.js';
import { readEpisodes, type EpisodesAsked } from './read-episodes.js';

const suite = harnessSuite(testPostgres);
const all: EpisodesAsked = { jobId: 'job-1', trialId: '', itemId: '', limit: 0, seesHoldout: true };

const read = async (asked: Partial<EpisodesAsked> = {}): Promise<readonly evaluation.EpisodeTexts[]> => {
  const episodes: evaluation.EpisodeTexts[] = [];
  for await (const episode of readEpisodes(suite.database, { ...all, ...asked })) episodes.push(episode);
  return episodes;
};

/** Two trials of one job on the same items. */
const run = async (settings = quick): Promise<void> => {
  const taskSet = await registerEchoSet(suite.database, 40);
  suite.started(workerLoopOf(suite.database, memoryLease(), { settings }));
  for (const trialId of ['trial-1', 'trial-2']) {
    await schedule(suite.database, echoTrial(taskSet, { trialId, splits: ['train', 'dev', 'holdout'] }));
    await ended(suite.database, trialId);
  }
};

it('keeps what came out beside what went in, and finds it by item, trial and outcome', async () => {
  await run();
  const both = await read({ itemId: 'item-7' });
  expect(both).toHaveLength(2);
  expect(both.map(({ trialId }) => trialId)).toEqual(['trial-1', 'trial-2']);
  for (const episode of both)
    expect(episode).toMatchObject({
      withheld: '',
      input: { text: 't7' },
      target: { text: 't7' },
      output: '{"text":"t7"}',
      outputState: 'kept',
      outcome: { itemId: 'item-7', solved: true, outputHash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    });
  expect(await read()).toHaveLength(80);
  expect(await read({ trialId: 'trial-2', solved: false })).toHaveLength(8);
  expect(await read({ limit: 3 })).toHaveLength(3);
  await expect(read({ jobId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(read({ trialId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
});

it('withholds the holdout from who may not see it, and says so', async () => {
  await run();
  const episodes = await read({ seesHoldout: false });
  const holdout = episodes.filter(({ outcome }) => outcome?.split === 'holdout');
  expect(holdout.length).toBeGreaterThan(0);
  for (const { withheld, input, target, output, outputState, outcome } of holdout) {
    expect([withheld, input, target, output, outputState]).toEqual(['holdout', undefined, undefined, '', 'withheld']);
    expect(outcome?.outputHash).toBeDefined();
  }
  const others = episodes.filter(({ outcome }) => outcome?.split !== 'holdout');
  expect(others.every(({ withheld, outputState }) => withheld === '' && outputState === 'kept')).toBe(true);
});

it('keeps the beginning of a long answer, none where the settings say so, and forgets after their days', async () => {
  await run({ ...quick, textChars: 5 });
  expect(await read({ itemId: 'item-7', limit: 1 })).toMatchObject([{ output: '{"tex', outputState: 'cut' }]);
  await suite.database.sql`update evaluation.output_texts set day = current_date - 31`;
  await forgetOutputs(suite.database.sql, 31);
  expect(await read({ itemId: 'item-7', limit: 1 })).toMatchObject([{ outputState: 'cut' }]);
  await forgetOutputs(suite.database.sql, 30);
  expect(await read({ itemId: 'item-7', limit: 1 })).toMatchObject([{ output: '', outputState: 'gone' }]);
});

it('writes them as JSON Lines and CSV', async () => {
  await run();
  const text = async (format: string): Promise<string> => {
    let whole = '';
    for await (const piece of exportEpisodes(suite.database, { ...all, itemId: 'item-7' }, format)) whole += piece;
    return whole;
  };
  expect(JSON.parse((await text('')).split('\n')[0] as string)).toMatchObject({
    input: { text: 't7' },
    output: '{"text":"t7"}',
  });
  const [head, first] = (await text('csv')).split('\r\n') as [string, string];
  expect(head).toContain('input,target,output,output_state');
  expect(first).toContain('"{""text"":""t7""}"');
  await expect(text('xml')).rejects.toMatchObject({ code: 'invalid_argument' });
});
