import type { EventBus } from '@ao/event-bus';
import type { ServiceLog } from './service-log.js';

// The services of one process share a bus: what they publish to it is what one looks after together.
const registries = new WeakMap<EventBus, Map<string, ServiceLog>>();

/** The logs that publish to a bus from this process, by the name of their service. */
export const logsOn = (bus: EventBus): Map<string, ServiceLog> => {
  const logs = registries.get(bus) ?? new Map<string, ServiceLog>();
  registries.set(bus, logs);
  return logs;
};

/** What a person should know of the logs: which service has events that can never be published; undefined: none has. */
export const parkedDetail = async (bus: EventBus): Promise<string | undefined> => {
  const counts = await Promise.all(
    [...logsOn(bus)].map(async ([name, log]) => ({ name, parked: (await log.parked()).length })),
  );
  const some = counts.filter(({ parked }) => parked > 0);
  if (some.length === 0) return undefined;
  return `events that cannot be published are parked: ${some.map(({ name, parked }) => `${name} ${parked}`).join(', ')}; see /state/parked-events`;
};
