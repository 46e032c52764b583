import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patient, until } from '@ao/testing';
import { docCommands, type DocCommand } from './docs/doc-commands.js';
import { DocShell, type Ran } from './docs/doc-shell.js';
import { jobWith } from './platform/jobs.js';
import { Standalone } from './platform/standalone.js';

const root = join(__dirname, '../../..');
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];

/** What this suite does not run, and why. */
const notHere: readonly (readonly [RegExp, string])[] = [
  [/^npm (ci|start|test|run (demo|cluster|bench|build))\b/u, 'starts what has a suite or a benchmark of its own'],
  [/^AO_DATA_DIR=\.ao\/cluster /u, 'needs npm run cluster: cluster.e2e.spec.ts'],
  [/^docker /u, 'needs Docker'],
  [/^node deploy\/docker\/make-env\.mjs/u, 'writes secrets into the checkout'],
  [/tampered\.jsonl\.gz/u, 'an archive that was changed by hand: verify.sim.spec.ts'],
];
const hasGrpcurl = spawnSync('grpcurl', ['-version']).status === 0;
const reasonToLeave = ({ text }: DocCommand): string | undefined =>
  text.startsWith('grpcurl') && !hasGrpcurl
    ? 'needs grpcurl, which is not installed'
    : notHere.find(([pattern]) => pattern.test(text))?.[1];

/** Commands that follow something: they are ended, after they have said something. */
const endless = [/curl -sN /u, /WatchFeed/u, /ao events(?!.*--snapshot)/u];
/** A server that later commands use: it runs until the suite is over. */
const server = /^node examples\//u;
/** What a job's verdict decides: both ends are right. */
const byVerdict = [/^npx ao (approve|decline|ask .*--label candidate)/u];
/** Commands about a job that has to be over. */
const afterJob = [/\/(evidence|decisions|episodes)\b/u, /^(npx )?ao (export|report|approve|decline|episodes)\b/u];

/** Jobs of a document are as short as they can be: what they show is checked elsewhere. */
const shortened = (text: string): string =>
  /\bao train /u.test(text) && !text.includes('--preset') ? text.replace(/(ao train \S+)/u, '$1 --preset quick') : text;

const items = Array.from({ length: 240 }, (_, at) => `topic${at % 60} word${at}`);
const fixtures: Readonly<Record<string, string>> = {
  'items.jsonl': items
    .map((text, at) => JSON.stringify({ id: `q${at}`, input: { query: text }, target: { documents: [`d${at % 60}`] } }))
    .join('\n'),
  'documents.jsonl': Array.from({ length: 60 }, (_, at) =>
    JSON.stringify({ id: `d${at}`, title: `topic${at}`, text: `All about topic${at} and more` }),
  ).join('\n'),
};

const platform = new Standalone();
let shell: DocShell;
beforeAll(async () => {
  await platform.start();
  shell = new DocShell(platform);
  for (const [file, text] of Object.entries(fixtures)) shell.write(file, `${text}\n`);
}, patient(120_000));
afterAll(async () => {
  shell?.close();
  await platform.discard();
});

const matches = (patterns: readonly RegExp[], text: string): boolean => patterns.some((pattern) => pattern.test(text));
const keysOf = (text: string): string[] => [...text.matchAll(/"(\w+)":/gu)].map(([, key = '']) => key);

/** Whether a command did what its document says; undefined: it did. */
const complaint = ({ text, shown }: DocCommand, { code, out, err }: Ran): string | undefined => {
  const ends = matches(byVerdict, text) ? [0, 1] : matches(endless, text) ? [0, null, 143, 130] : [0];
  if (!ends.includes(code)) return `it ended with ${code}: ${err || out}`;
  const isProblem = out.includes('urn:ao:problem:');
  if (isProblem !== shown.includes('urn:ao:problem:')) return `it answered ${out}`;
  const missing = [...new Set(keysOf(shown))].filter((key) => !out.includes(`"${key}"`));
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} of the shown output are not in ${out.slice(0, 2_000)}`;
};

/** Over, or waiting for somebody else. */
const isSettled = ({ status }: { readonly status: string }): boolean =>
  !['requested', 'waiting', 'running', 'paused'].includes(status);

/** What an action came to is shown once it has settled. */
const settledAction = async (id: string | undefined): Promise<void> => {
  if (id === undefined) return;
  await until(async () => {
    const { body } = await platform.api.get<{ status: string }>(`/state/actions/${id}`);
    return body.status !== 'accepted';
  }, `action ${id} settles`);
};

const runDocument = async (commands: readonly DocCommand[]): Promise<string[]> => {
  const complaints: string[] = [];
  for (const command of commands) {
    const text = shortened(command.text);
    const job = shell.last('job_id');
    if (job !== undefined && matches(afterJob, text)) await jobWith(() => platform.api, job, isSettled);
    if (/\/state\/actions\//u.test(text)) await settledAction(shell.last('action_id'));
    if (server.test(text)) {
      await shell.serve(text);
      continue;
    }
    const ran = await shell.run(text, matches(endless, text) ? 4_000 : patient(180_000));
    const wrong = complaint(command, ran);
    if (wrong !== undefined) complaints.push(`line ${command.line}, ${text}: ${wrong}`);
  }
  return complaints;
};

it.each(documents.map((file) => [file, docCommands(readFileSync(join(root, file), 'utf8'))] as const))(
  '%s: every command does what it says',
  async (_, commands) => {
    expect(await runDocument(commands.filter((command) => reasonToLeave(command) === undefined))).toEqual([]);
  },
  patient(600_000),
);

it('leaves out only what it has a reason for, and every reason has a command', () => {
  const all = documents.flatMap((file) => docCommands(readFileSync(join(root, file), 'utf8')));
  expect(all.length).toBeGreaterThan(30);
  const unused = notHere.filter(([pattern]) => !all.some(({ text }) => pattern.test(text)));
  expect(unused.map(([, reason]) => reason)).toEqual([]);
});
