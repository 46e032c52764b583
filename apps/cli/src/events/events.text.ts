import { cut, shown } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

/** A fact as GET /events sends it. */
export interface FactEvent {
  readonly id: string;
  readonly type: string;
  readonly source?: string;
  readonly key: string;
  readonly corr_id?: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value) && value !== '';

/** The fact's own plain fields that say something: `reason` and states first, identities that stand elsewhere left out. */
const gist = ({ data, key, corr_id }: FactEvent): string =>
  Object.entries(data)
    .filter(([name, value]) => isPlain(value) && value !== key && value !== corr_id && !/(^|_)(id|hash|token)$/u.test(name))
    .map(([name, value]) => `${name}=${shown(value)}`)
    .join(' ');

/** One line a fact: time, type, whose, what. */
export const eventText = (event: FactEvent, { colour, width }: Style): string => {
  const time = event.time.slice(11, 23);
  const head = `${time}  ${event.type.padEnd(28)}  `;
  return `${colour.dim(time)}  ${colour.cyan(event.type.padEnd(28))}  ${cut(`${event.key} ${gist(event)}`, Math.max(20, width - head.length))}`;
};
