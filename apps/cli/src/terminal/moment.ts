import { none } from './format.js';
import type { Style } from './terminal.js';

const two = (value: number): string => String(value).padStart(2, '0');

/** The zone's distance from UTC at a time: +01:00. */
const zoneOf = (time: Date): string => {
  const minutes = -time.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

const parsed = (iso: string | null | undefined): Date | undefined => {
  const time = iso ? new Date(iso) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
};

const dayOf = (time: Date): string => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

/** When something was: on a terminal by its own clock, 2026-11-23 06:29 +01:00; elsewhere 2026-11-23T05:29:11.123Z. */
export const moment = (iso: string | null | undefined, { whole }: Pick<Style, 'whole'>): string => {
  const time = parsed(iso);
  if (time === undefined) return none;
  if (whole) return time.toISOString();
  return `${dayOf(time)} ${two(time.getHours())}:${two(time.getMinutes())} ${zoneOf(time)}`;
};

/** When something happens that is followed: on a terminal 06:29:11+01:00; elsewhere as `moment`. */
export const clockTime = (iso: string | null | undefined, style: Pick<Style, 'whole'>): string => {
  const time = parsed(iso);
  if (time === undefined || style.whole) return moment(iso, style);
  return `${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}${zoneOf(time)}`;
};
