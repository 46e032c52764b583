import type { EventMetadata } from '@ao/event-store';
import type { Logger } from '@ao/observability';
import type { TaskSetSource } from '@ao/specialists';
import { v7 as uuid } from 'uuid';
import type { Database } from '../database.js';
import { discardAbandonedContents } from './content.store.js';
import { registerTaskSet, type Fill } from './register.js';
import { isRegisteredFrom } from './task-set.store.js';

const fillFrom =
  (source: TaskSetSource): Fill =>
  async (staging) => {
    let line = 0;
    for await (const { id, input, target, metadata = {} } of source.items())
      await staging.item((line += 1), { id, input, target, metadata });
    line = 0;
    for await (const { id, title, text } of source.documents())
      await staging.document((line += 1), { id, title, text });
  };

const metadataOf = (): EventMetadata => {
  const corrId = uuid();
  return { corrId, causationId: corrId, subject: 'service:evaluation-harness' };
};

const registerSource = async (database: Database, source: TaskSetSource): Promise<boolean> => {
  const { package: name, version, licence } = source.provenance();
  const origin = `npm:${name}@${version}`;
  if (await isRegisteredFrom(database.sql, source.name, origin)) return false;
  await registerTaskSet(
    database,
    { name: source.name, role: source.role, source: origin, licence },
    fillFrom(source),
    metadataOf(),
  );
  return true;
};

/** Registers the task sets that come with the platform, each once for each version of its package. A package that is missing is logged, not fatal. */
export const registerBuiltinSources = async (
  database: Database,
  sources: readonly TaskSetSource[],
  logger: Logger,
): Promise<void> => {
  await discardAbandonedContents(database.sql);
  for (const source of sources) {
    try {
      if (await registerSource(database, source)) logger.info({ task_set: source.name }, 'task set registered');
    } catch (error) {
      logger.error({ err: error, task_set: source.name }, 'a built-in task set could not be registered');
    }
  }
};
