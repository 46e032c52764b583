import { isDomainError } from '@ao/kernel';
import type { RecordedEvent } from '../event-store.js';
import { parkedEvent, type ParkedEvent } from './parked-event.js';

/** How events are published. */
export interface Publishing {
  /** Why an event can never be published, such as a fact above the bus's limit; undefined: it can. Pure. */
  readonly check?: ((event: RecordedEvent) => string | undefined) | undefined;
  /**
   * Gets events in the order of the log. DomainError `invalid_argument`: one of them can never be published. Any other throw: the same
   * events come again after a back-off, and none after them before.
   */
  readonly publish: (events: readonly RecordedEvent[]) => Promise<void>;
}

const publishOne = async (event: RecordedEvent, publish: Publishing['publish']): Promise<readonly ParkedEvent[]> => {
  try {
    await publish([event]);
    return [];
  } catch (error) {
    if (!isDomainError(error, 'invalid_argument')) throw error;
    return [parkedEvent(event, error.message)];
  }
};

const oneByOne = async (events: readonly RecordedEvent[], publish: Publishing['publish']): Promise<ParkedEvent[]> => {
  const parked: ParkedEvent[] = [];
  for (const event of events) parked.push(...(await publishOne(event, publish)));
  return parked;
};

/** Publishes what can be published of these events, in their order; answers what never can. */
export const publishOrPark = async (
  events: readonly RecordedEvent[],
  { check, publish }: Publishing,
): Promise<readonly ParkedEvent[]> => {
  const parked: ParkedEvent[] = [];
  const sound = events.filter((event) => {
    const reason = check?.(event);
    if (reason !== undefined) parked.push(parkedEvent(event, reason));
    return reason === undefined;
  });
  if (sound.length === 0) return parked;
  try {
    await publish(sound);
    return parked;
  } catch (error) {
    // The bus refuses one of them: which one shows when each goes alone. Those that had gone out go again, with the same ids.
    if (!isDomainError(error, 'invalid_argument')) throw error;
    return [...parked, ...(await oneByOne(sound, publish))];
  }
};
