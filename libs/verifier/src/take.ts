import { canonical, differences, sha256, type Json } from './archive.js';
export type Take = (at: Json, data: Json, line: number) => void; // takes in what a line says; `at` is all that the lines before said
export const expect = (at: Json, line: number, [expected, found]: readonly [Json, Json], path = 'data'): void =>
  differences(expected, found, path).forEach((what) => at.report(line, what));
/** What goes by a name is the same wherever it is named. */
export const same = (at: Json, line: number, name: string, value: Json): void =>
  expect(at, line, [at.known.set(name, at.known.get(name) ?? value).get(name), value], name);
export const named: Take = (at, { configuration, configurationHash: hash }, line) =>
  expect(
    at,
    line,
    [
      { hash: sha256(canonical(configuration)), listed: true },
      { hash, listed: at.hashes.has(hash) },
    ],
    'configuration',
  );
