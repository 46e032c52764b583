import { topics } from '../topics.js';
import type { LocalLog } from './local-log.js';
import { placesOf, type Place } from './log-record.js';

const page = 5000;

const cleanPlace = async (log: LocalLog, place: Place, before: Date): Promise<number> => {
  let deleted = 0;
  for (let last = page; last === page; deleted += last) last = await log.deleteOld(place, before, page);
  return deleted;
};

/** Deletes the facts that are past their topic's retention, whether all groups have seen them or not, as Kafka does; answers how many. */
export const deleteExpired = async (log: LocalLog, now: Date): Promise<number> => {
  let deleted = 0;
  for (const { name, retentionMs } of Object.values(topics)) {
    const before = new Date(now.getTime() - retentionMs);
    if (retentionMs >= 0) for (const place of placesOf(name)) deleted += await cleanPlace(log, place, before);
  }
  return deleted;
};
