import type { EventMetadata } from '@ao/event-store';
import type { Logger } from '@ao/observability';
import type { TaskSetSource } from '@ao/specialists';
import { v7 as uuid } from 'uuid';
import type { Database } from '../database.js';
import { discardAbandonedContents } from './content.store.js';
import { registerTaskSet, type Fill, type TaskSetHeader } from './register.js';
import { isRegisteredFrom } from './task-set.store.js';

const fillFrom =
  (source: TaskSetSource, header: TaskSetHeader): Fill =>
  async (staging) => {
    let line = 0;
    for await (const { id, input, target, metadata = {} } of source.items())
      await staging.item((line += 1), { id, input, target, metadata });
    line = 0;
    for await (const { id, title, text } of source.documents())
      await staging.document((line += 1), { id, title, text });
    return header;
  };

const metadataOf = (): EventMetadata => {
  const corrId = uuid();
  return { corrId, causationId: corrId, subject: 'service:evaluation-harness' };
};

const registerSource = async (database: Database, source: TaskSetSource): Promise<boolean> => {
  const { package: name, version, licence } = source.provenance();
  const origin = `npm:${name}@${version}`;
  if (await isRegisteredFrom(database.sql, source.name, origin)) return false;
  // Splits stay by the id, as they have always been: what was measured on these sets can be compared. The import says what is copied.
  const header = { name: source.name, role: source.role, source: origin, licence };
  await registerTaskSet(database, fillFrom(source, header), metadataOf());
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
