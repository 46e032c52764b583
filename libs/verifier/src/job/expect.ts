import { canonical, sha256 } from '../archive/canonical-json.js';
import { differences } from '../archive/differences.js';
import type { Configuration } from './recorded.js';
import type { Story } from './story.js';

/** Reports where what was found is not what was expected. */
export const expectSame = (
  { report }: Story,
  line: number,
  path: string,
  [expected, found]: readonly [expected: unknown, found: unknown],
): void => differences(expected, found, path).forEach((what) => report(line, what));

/** What a line says must have these values in these fields. */
export const expectFields = (
  story: Story,
  line: number,
  data: object,
  fields: Readonly<Record<string, unknown>>,
): void => expectSame(story, line, 'data', [{ ...data, ...fields }, data]);

/** What goes by a name is the same wherever it is named. */
export const expectAlways = (story: Story, line: number, name: string, value: unknown): void => {
  const known = story.known.has(name) ? story.known.get(name) : value;
  story.known.set(name, known);
  expectSame(story, line, name, [known, value]);
};

/** A configuration goes by the hash of its canonical JSON, and is one of those that the archive lists. */
export const expectNamed = (
  story: Story,
  line: number,
  { configuration, configurationHash }: { readonly configuration: Configuration; readonly configurationHash: string },
): void =>
  expectSame(story, line, 'configuration', [
    { hash: sha256(canonical(configuration)), listed: true },
    { hash: configurationHash, listed: story.hashes.has(configurationHash) },
  ]);
