import { createLogger } from '@ao/observability';
import { taskSetSources, type TaskSetSource } from '@ao/specialists';
import { testPostgres } from '@ao/postgres/testing';
import { harnessSuite } from '../testing/suite.js';
import { registerBuiltinSources } from './builtin-sources.js';
import { listTaskSets } from './task-set.store.js';

const suite = harnessSuite(testPostgres);
const logger = createLogger({ service: 'test', level: 'silent' });

it('registers every source that comes with the platform, once', async () => {
  await registerBuiltinSources(suite.database, taskSetSources, logger);
  const sets = await listTaskSets(suite.database.sql);
  expect(sets.map(({ name, role }) => [name, role])).toEqual([
    ['interview-questions', 'recall'],
    ['spam-assassin', 'validation'],
    ['web-features', 'recall'],
  ]);
  sets.forEach(({ train, dev, holdout, source, licence }) => {
    expect(Math.min(train, dev, holdout)).toBeGreaterThan(100);
    expect(source).toMatch(/^npm:.+@\d/);
    expect(licence).not.toBe('');
  });
  await registerBuiltinSources(suite.database, taskSetSources, logger);
  expect(await suite.database.sql`select from evaluation.events`).toHaveLength(3);
});

it('goes on with the others where a package is missing', async () => {
  const missing = {
    ...taskSetSources[0],
    name: 'gone',
    provenance: () => {
      throw new Error('not installed');
    },
  } as TaskSetSource;
  await registerBuiltinSources(
    suite.database,
    [missing, ...taskSetSources.filter(({ name }) => name === 'interview-questions')],
    logger,
  );
  expect((await listTaskSets(suite.database.sql)).map(({ name }) => name)).toEqual(['interview-questions']);
});
