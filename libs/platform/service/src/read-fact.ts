import { decodeFact, factTypes, type DecodedFact } from '@ao/contracts';
import { PoisonFact, type DeliveredFact } from '@ao/event-bus';

/** A fact that was decoded (undefined: of a type that this version does not know), or why it never can be. */
type Reading = { readonly fact: DecodedFact | undefined } | { readonly complaint: string };

const topicOf = (fact: DecodedFact): string => factTypes[fact.type].topic;

const read = ({ type, value, topic }: DeliveredFact): Reading => {
  try {
    const fact = decodeFact(type, value);
    if (fact !== undefined && topicOf(fact) !== topic)
      return { complaint: `a ${type} belongs on ${topicOf(fact)}, not on ${topic}` };
    return { fact };
  } catch (error) {
    return { complaint: `the value is not a ${type}: ${(error as Error).message}` };
  }
};

// A fact is checked before it is handled: its message is decoded once for both.
const readings = new WeakMap<DeliveredFact, Reading>();

const readingOf = (delivered: DeliveredFact): Reading => {
  const known = readings.get(delivered) ?? read(delivered);
  readings.set(delivered, known);
  return known;
};

/** Why a fact can never be handled (`check` of a subscription): its bytes are no such message, it lacks a required field, or it lies on a foreign topic. */
export const complaintAboutFact = (delivered: DeliveredFact): string | undefined => {
  const reading = readingOf(delivered);
  return 'complaint' in reading ? reading.complaint : undefined;
};

/** The message of a delivered fact; undefined for a type that this version does not know. Throws PoisonFact where there is a complaint. */
export const messageOfFact = (delivered: DeliveredFact): DecodedFact | undefined => {
  const reading = readingOf(delivered);
  if ('complaint' in reading) throw new PoisonFact(delivered.id, reading.complaint);
  return reading.fact;
};
