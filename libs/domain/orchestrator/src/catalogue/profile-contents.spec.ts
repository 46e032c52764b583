import { contentLimits, contentNameIn, contentReference, type MiniAgentProfile } from '@ao/kernel';
import { catalogue } from './catalogue.decider.js';
import { withContents } from './profile-contents.js';

/** Not a hash, but as good as one here: the same text has the same name, another one another. */
const nameText = (text: string) => ({
  hash: [...text.slice(0, 8)]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(4, '0'))
    .join('')
    .padEnd(64, 'f')
    .slice(0, 64),
  bytes: text.length,
});
const long = (letter: string, bytes = 100_000): string => letter.repeat(bytes);
const profileWith = (values: readonly string[], first = values[0] ?? ''): MiniAgentProfile => ({
  id: 'prompted',
  version: '1.0.0',
  role: 'chat',
  description: 'Says.',
  searchSpace: [
    { name: 'prompt', description: 'what it is told', kind: 'choice', values },
    { name: 'warm', description: '', kind: 'toggle' },
  ],
  defaults: { prompt: first, warm: true },
  requiredLeases: [],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 0,
  deterministic: true,
});

it('puts a reference in the place of each long text, the same in choices and defaults, and leaves the rest', () => {
  const prompts = [...'abcdefghijkl'].map((letter) => long(letter));
  const { profile, contents } = withContents(profileWith([...prompts, 'short']), nameText);
  const [prompt] = profile.searchSpace;
  const values = prompt?.kind === 'choice' ? prompt.values : [];
  expect(values).toEqual([...prompts.map((text) => contentReference(nameText(text))), 'short']);
  expect(profile.defaults).toEqual({ prompt: values[0], warm: true });
  expect(values.slice(0, 12).map((value) => contents.get(contentNameIn(value)?.hash ?? ''))).toEqual(prompts);
  expect(JSON.stringify(profile).length).toBeLessThan(3_000);
  expect(
    catalogue.decide({ type: 'RegisterAgent', data: { profile, runtime: 'localhost:1' } }, catalogue.initial),
  ).toHaveLength(1);
});

it('changes nothing of a profile without long texts', () => {
  const profile = profileWith(['weak', long('s', contentLimits.inlineBytes)]);
  expect(withContents(profile, nameText)).toEqual({ profile, contents: new Map() });
});

it('keeps a text that looks like a reference, so that it is not taken for one', () => {
  const text = contentReference({ hash: 'a'.repeat(64), bytes: 7 });
  const { profile, contents } = withContents(profileWith([text]), nameText);
  expect(contents.get(contentNameIn(profile.defaults['prompt'])?.hash ?? '')).toBe(text);
});

it.each([
  [
    'a text',
    [long('x', contentLimits.textBytes + 1)],
    'profile.search_space.0.choices.values.0',
    `at most ${contentLimits.textBytes}`,
  ],
  [
    'texts together',
    [...'abcdefg'].map((letter) => long(letter, 450_000)),
    'profile.search_space.0.choices.values.6',
    `at most ${contentLimits.profileBytes}`,
  ],
])('refuses %s above the limit, and names it', (_, values, path, limit) => {
  expect(() => withContents(profileWith(values), nameText)).toThrow(
    expect.objectContaining({
      code: 'invalid_argument',
      message: expect.stringContaining(limit),
      violations: [expect.objectContaining({ path })],
    }),
  );
});
