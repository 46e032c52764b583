import { redrivenFact } from '../dead-letter-facts.js';
import { letterOf, redriven, type DeadLetter, type DeadLetters, type RedriveOptions } from '../dead-letters.js';
import { deadLetterTopic } from '../topics.js';
import type { Heads } from './heads.js';
import type { Head, LocalLog } from './local-log.js';
import { factIn, type FactRow, type LogRecord, type Place } from './log-record.js';

const page = 500;

/** How far the dead letters of a topic were worked off is kept as the offset of this group. */
const redriveGroup = 'redrive';

const placeOf = (topic: string): Place => ({ topic: deadLetterTopic(topic), partition: 0 });

const deadLetter = (row: FactRow): DeadLetter => {
  const letter = letterOf(row.extra ?? {});
  return { ...letter, fact: factIn(row, letter.topic) };
};

interface Redriven {
  readonly back: boolean;
  /** The letter's next record, and the fact that tells of it where it went back. */
  readonly records: readonly LogRecord[];
}

const redrivenRow = (row: FactRow, { topic, group }: RedriveOptions): Redriven => {
  const { back, headers } = redriven(row.extra ?? {}, group);
  const fact = factIn(row, topic);
  const record = { topic: back ? topic : row.topic, fact, extra: headers };
  const told = back ? redrivenFact({ letter: letterOf(row.extra ?? {}), fact }) : [];
  return { back, records: [record, ...told.map((each) => ({ topic: each.topic, fact: each, extra: null }))] };
};

interface Page {
  readonly read: number;
  readonly back: number;
  readonly heads: readonly Head[];
}

/**
 * The dead letters of a topic are a queue: what is not meant by a redrive goes to its end. Each page goes back in one transaction with
 * the queue's offset, so none goes back twice.
 */
export const localDeadLetters = (log: LocalLog, heads: Heads): DeadLetters => {
  const redrivePage = (options: RedriveOptions, end: bigint): Promise<Page> =>
    log.transaction(async (tx) => {
      const place = placeOf(options.topic);
      await tx`select pg_advisory_xact_lock(hashtextextended(${`redrive ${place.topic}`}, 0))`;
      const from = await log.committed(redriveGroup, place, tx);
      const rows = (await log.read(place, from, page, tx)).filter(({ offset }) => offset < end);
      const last = rows.at(-1);
      if (!last) return { read: 0, back: 0, heads: [] };
      const moved = rows.map((row) => redrivenRow(row, options));
      await log.commit([{ ...place, group: redriveGroup, next: last.offset + 1n }], tx);
      return {
        read: rows.length,
        back: moved.filter(({ back }) => back).length,
        heads: await log.append(
          moved.flatMap(({ records }) => records),
          tx,
        ),
      };
    });

  const endOf = async (topic: string): Promise<bigint> => {
    const all = await log.heads();
    return all.find((head) => head.topic === deadLetterTopic(topic))?.next ?? 0n;
  };

  const redrive = async (options: RedriveOptions): Promise<number> => {
    const end = await endOf(options.topic);
    let count = 0;
    for (let last = page; last === page;) {
      const { read, back, heads: moved } = await redrivePage(options, end);
      heads.raise(moved);
      count += back;
      last = read;
    }
    return count;
  };

  const deadLetters = async ({ topic, group }: RedriveOptions): Promise<readonly DeadLetter[]> => {
    const place = placeOf(topic);
    const letters: DeadLetter[] = [];
    let from = await log.committed(redriveGroup, place);
    for (let rows = await log.read(place, from, page); rows.length > 0; rows = await log.read(place, from, page)) {
      letters.push(...rows.map(deadLetter));
      from = (rows.at(-1)?.offset ?? from) + 1n;
    }
    return letters.filter((letter) => group === undefined || letter.group === group);
  };

  return { redrive, deadLetters };
};
