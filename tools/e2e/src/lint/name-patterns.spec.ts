import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A name has its pattern in libs/kernel/src/names.ts and nowhere else: two places that check the same name have drifted before (a
 * parameter could be trained and not promoted, a slot installed and not asked). What is listed here parses a format of its own.
 */
const root = join(__dirname, '../../../..');
const namesFile = 'libs/kernel/src/names.ts';

const otherFormats: Readonly<Record<string, string>> = {
  'apps/projection/src/state/row-cursor.ts': 'the time inside a cursor',
  'apps/projection/src/feed/feed-position.ts': 'a position in the feed',
  'apps/cognitive-stack/src/outcome/receipts.ts': 'a receipt, which is signed',
  'apps/cli/src/jobs/resume.command.ts': 'one cap of a budget, "tokens=1000"',
  'tools/e2e/src/docs/doc-commands.ts': 'a fenced block of Markdown',
  'libs/platform/http/src/ticket.ts': 'a ticket, which is signed',
  'libs/platform/config/src/fields.ts': 'the origin of a page, as browsers write it',
  'libs/platform/service/src/aggregate.ts': "the category of a log's streams",
  'libs/kernel/src/content.ts': 'a reference to a content, in its one home',
  'libs/verifier/src/job/contents.ts': 'the same reference: the verifier shares nothing',
  'libs/platform/postgres': 'identifiers and file names of SQL',
  'libs/platform/event-store': 'identifiers and file names of SQL',
  'libs/platform/event-bus/src/delivery/failure.ts': 'SQLSTATE classes',
};

/** A regular expression, literal or built from a text, that is anchored at both ends and holds a class of letters. */
const anchoredLetters = /\/\^[^\n]*?(?:\[[^\]\n]*(?:a-z|A-Z|\\w|0-9)|\\w|\\d)[^\n]*\$\/[a-z]*|new RegExp\(\s*['"`]\^/;

const sources = (): readonly string[] =>
  globSync('{apps,libs,tools}/**/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\.spec\.ts$|\/gen\/|\/testing\/|node_modules|\/dist\//.test(file) && file !== namesFile,
  );

const isOtherFormat = (file: string): boolean => Object.keys(otherFormats).some((each) => file.startsWith(each));

it('sees a pattern of a name where there is one', () => {
  expect(anchoredLetters.test(String.raw`const slot = /^[a-z][a-z0-9-]{0,62}$/;`)).toBe(true);
  expect(anchoredLetters.test(String.raw`z.string().regex(/^[\w.-]+$/u)`)).toBe(true);
  expect(anchoredLetters.test(String.raw`/^[\w.:/-]{1,128}$/`)).toBe(true);
  expect(anchoredLetters.test('text.replace(/^ +/, "")')).toBe(false);
});

it('finds no pattern of a name outside of names.ts', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .filter((file) => !isOtherFormat(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => anchoredLetters.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
