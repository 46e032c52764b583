import { encodeFact, topics, type DecodedFact } from '@ao/contracts';
import type { Letter } from './dead-letters.js';
import type { Fact } from './event-bus.js';

/** A dead letter as far as its facts tell of it; `fact` is what could be read of the record. */
export interface TroubleWith {
  readonly letter: Letter;
  readonly fact: Pick<Fact, 'id' | 'type' | 'key' | 'corrId'>;
}

/** Identity of a dead letter: who gave up what lay where. */
export const letterId = ({ group, topic, partition, offset }: Letter): string =>
  `${group}/${topic}/${partition}/${offset}`;

const message = (content: DecodedFact, { letter, fact }: TroubleWith, version: number): Fact => ({
  ...encodeFact(content),
  id: `${letterId(letter)}/${version}`,
  type: content.type,
  source: '/bus',
  time: letter.time,
  key: fact.key || letterId(letter),
  corrId: fact.corrId,
  causationId: fact.id,
  subject: `group:${letter.group}`,
  streamVersion: version,
});

/** Trouble with a fact of trouble makes none: it would go on for ever. */
const isAboutTrouble = ({ letter }: TroubleWith): boolean => letter.topic === topics.trouble.name;

/** The fact that a group gave another one up; none for a fact that itself tells of trouble. */
export const deadLettered = (trouble: TroubleWith): readonly Fact[] => {
  if (isAboutTrouble(trouble)) return [];
  const { letter, fact } = trouble;
  const data = {
    letterId: letterId(letter),
    ...{ group: letter.group, topic: letter.topic, partition: letter.partition, offset: Number(letter.offset) },
    ...{ reason: letter.reason.slice(0, 2000), attempts: letter.attempts },
    ...{ factId: fact.id, factType: fact.type, factKey: fact.key },
  };
  return [message({ type: 'bus.fact.dead_lettered', data }, trouble, 1)];
};

/** The fact that a dead letter went back to its group. */
export const redrivenFact = (trouble: TroubleWith): readonly Fact[] => {
  if (isAboutTrouble(trouble)) return [];
  const { letter, fact } = trouble;
  const data = { letterId: letterId(letter), topic: letter.topic, factKey: fact.key };
  return [message({ type: 'bus.fact.redriven', data }, { letter: { ...letter, time: new Date() }, fact }, 2)];
};
