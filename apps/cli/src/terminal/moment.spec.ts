import { clockTime, moment } from './moment.js';

const iso = '2026-11-23T05:29:11.123Z';
const terminal = { whole: false };
const pipe = { whole: true };

it('is ISO 8601 in UTC where nobody looks', () => {
  expect([moment(iso, pipe), clockTime(iso, pipe)]).toEqual([iso, iso]);
  expect(moment('2026-11-23T06:29:11.123+01:00', pipe)).toBe(iso);
});

it('is the time of the clock on the wall on a terminal, with its zone', () => {
  expect(moment(iso, terminal)).toMatch(/^2026-11-2\d \d\d:\d\d [+-]\d\d:\d\d$/u);
  expect(clockTime(iso, terminal)).toMatch(/^\d\d:\d\d:11[+-]\d\d:\d\d$/u);
  // Whatever the zone is: what is shown means the same time.
  const [day, time, zone] = moment(iso, terminal).split(' ');
  expect(Date.parse(`${day}T${time}:11.123${zone}`)).toBe(Date.parse(iso));
});

it('is a dash where there is none', () => {
  for (const nothing of [null, undefined, '', 'yesterday'])
    expect([moment(nothing, pipe), clockTime(nothing, terminal)]).toEqual(['-', '-']);
});
