import { contentNameIn } from '@ao/kernel';
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** What stands where nothing is known. */
export const none = '-';

type Maybe = number | null | undefined;

const or = (value: Maybe, text: (value: number) => string): string =>
  value === null || value === undefined || !Number.isFinite(value) ? none : text(value);

/** 12,345 */
export const count = (value: Maybe): string => or(value, (given) => grouped.format(given));

/** 12.3K */
export const short = (value: Maybe): string =>
  or(value, (given) => (Math.abs(given) < 1000 ? String(Math.round(given)) : compact.format(given)));

/** 0.6812 -> 68.1 % */
export const percent = (value: Maybe): string => or(value, (given) => `${(given * 100).toFixed(1)} %`);

const signed = (value: number, digits: number): string => `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;

/** Points of a share, signed: 0.083 -> +8.3 points */
export const points = (value: Maybe): string => or(value, (given) => `${signed(given * 100, 1)} points`);

/** -0.008, 0.36 -> -0.8 to +36.0 points */
export const pointsRange = (low: number, high: number): string => `${signed(low * 100, 1)} to ${points(high)}`;

/** A relative change: 0.061 -> +6.1 % */
export const change = (value: Maybe, digits = 1): string => or(value, (given) => `${signed(given * 100, digits)} %`);

/** A difference: -0.0341 -> -0.034 */
export const difference = (value: Maybe): string => or(value, (given) => signed(given, 3));

/** Three digits that count: 0.0153, 1.23, 45.6, 789 */
export const decimal = (value: Maybe): string =>
  or(value, (given) => (Math.abs(given) >= 1000 ? grouped.format(given) : String(Number(given.toPrecision(3)))));

/** Always three decimals: 0.015 */
export const fixed3 = (value: Maybe): string => or(value, (given) => given.toFixed(3));

/** Milliseconds as a number: three digits that count, and never finer than microseconds. */
const milliseconds = (value: Maybe): string => decimal(typeof value === 'number' ? Number(value.toFixed(3)) : value);

/** Milliseconds of one episode: 0.42 ms, 12.3 ms, 4.56 s */
export const latency = (value: Maybe): string =>
  or(value, (given) => (given >= 1000 ? `${(given / 1000).toFixed(2)} s` : `${milliseconds(given)} ms`));

/** How long something took: 850 ms, 23 s, 4 min 05 s, 2 h 03 min */
export const duration = (milliseconds: Maybe): string =>
  or(milliseconds, (given) => {
    if (given < 1000) return `${Math.round(given)} ms`;
    const seconds = Math.round(given / 1000);
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
    return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  });

/** Millionths of the account's currency unit: 1500000 -> 1.50 */
export const cost = (micros: Maybe): string =>
  or(micros, (given) => (given / 1_000_000).toFixed(given !== 0 && Math.abs(given) < 10_000 ? 6 : 2));

/** The first characters of a hash or an id. */
export const brief = (text: string | null | undefined, length = 10): string => (text ? text.slice(0, length) : none);

/** Characters that are shown of a long text. */
const shownOfText = 60;

/** One value of a configuration; of a long text its beginning, where it is known, and its size. */
export const parameterValue = (value: unknown, texts: ReadonlyMap<string, string> = new Map()): string => {
  if (value === undefined || value === null) return 'not set';
  const name = contentNameIn(value);
  if (name !== undefined) {
    const text = texts.get(name.hash);
    const size = `${count(name.bytes)} bytes, sha256 ${brief(name.hash)}`;
    return text === undefined ? `a text (${size})` : `${JSON.stringify(cut(text, shownOfText))} (${size})`;
  }
  return typeof value === 'number'
    ? String(Number(value.toPrecision(6)))
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
};

/** The text, cut with an ellipsis where it is longer. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** The value as text; a dash where there is none. */
export const shown = (value: unknown): string =>
  value === undefined || value === null || value === '' ? none : String(value);

/** 1 trial, 2 trials */
export const many = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
