import { cut, shown } from '../terminal/format.js';
import { clockTime } from '../terminal/moment.js';
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

/** Identities stand elsewhere or say nothing to a person; configurations and evidence are too long for a line. */
const leftOut = /(^|_)(id|ids|hash|token|seed|ms|configuration|candidate|incumbent|evidence|metadata)$/u;

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value) && value !== '';

const fieldsOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** The fact's plain fields, those one level down included, as "name=value". */
const gist = ({ data, key }: FactEvent): string =>
  fieldsOf(data)
    .flatMap(([name, value]) => (isPlain(value) || leftOut.test(name) ? [[name, value] as const] : fieldsOf(value)))
    .filter(([name, value]) => isPlain(value) && value !== key && !leftOut.test(name))
    .map(([name, value]) => `${name}=${shown(value).replaceAll(/\s+/gu, ' ')}`)
    .join(' ');

/** Whose fact it is: short keys in full, of ids the end, which is what tells them apart. */
const keyText = (key: string, whole: boolean): string => (whole || key.length <= 22 ? key : `…${key.slice(-12)}`);

const typeWidth = 28;

/** One line a fact: time, type, whose, what; where nobody looks at a screen in whole. */
export const eventText = (event: FactEvent, style: Style): string => {
  const { colour, width, whole } = style;
  const [time, type, key] = [clockTime(event.time, style), event.type.padEnd(typeWidth), keyText(event.key, whole)];
  const left = width - time.length - type.length - key.length - 6;
  return `${colour.dim(time)}  ${colour.cyan(type)}  ${colour.dim(key)}  ${whole ? gist(event) : cut(gist(event), Math.max(10, left))}`.trimEnd();
};
