import type { Configuration } from '@ao/kernel';
import { inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import type { TaskDocument } from '../specialist.js';
import { recall } from './recall.specialist.js';

const first = async (texts: readonly string[], query: string, configuration: Configuration = {}): Promise<number> => {
  const documents: TaskDocument[] = texts.map((text, index) => ({ id: `${index}`, title: '', text }));
  const { output } = await (await recall.open(configuration, inMemoryKnowledge(documents))).run({ query });
  return Number((output as { documents: readonly string[] }).documents[0] ?? -1);
};

const goods = ['雨伞', '背包', '水壶', '台灯'];
const matters = ['退货', '维修', '保修', '换货'];

it.each(['pairs', 'words'])('finds every document of a script without spaces, by %s', async (unspaced_scripts) => {
  const pairs = goods.flatMap((good) => matters.map((matter) => ({ good, matter })));
  const texts = pairs.map(({ good, matter }) => `关于${good}的${matter}办法请联系门店`);
  for (const [index, { good, matter }] of pairs.entries())
    expect({ good, matter, found: await first(texts, good + matter, { unspaced_scripts }) }).toMatchObject({
      found: index,
    });
});

const dishes = ['crème', 'pâté', 'gâteau', 'rôti'];
const fillings = ['à la pêche', 'aux épinards', 'au maïs', 'à la réglisse'];
const unaccented = (text: string): string => text.normalize('NFD').replace(/\p{Mn}/gu, '');

it('finds every document whether or not the query has its accents', async () => {
  const texts = dishes.flatMap((dish) => fillings.map((filling) => `${dish} ${filling}`));
  for (const [index, text] of texts.entries())
    for (const query of [text, unaccented(text), text.toUpperCase(), text.normalize('NFD')])
      expect({ query, found: await first(texts, query) }).toEqual({ query, found: index });
});

it.each([
  ['Japanese', ['東京の天気予報', '大阪の観光案内'], '観光', 1],
  ['Thai', ['อาหารไทยรสเผ็ด', 'โรงแรมใกล้ทะเล'], 'โรงแรม', 1],
  ['Korean', ['서울에서 먹는 음식', '부산의 바다 여행'], '바다', 1],
  ['German, by its stem', ['Die Häuser am See', 'Der Hund im Garten und die Katze'], 'Haus am See', 0],
  ['Russian, by its stem', ['красные яблоки', 'зелёные груши и сливы'], 'зеленая груша', 1],
  ['Arabic without its points', ['كِتَابٌ جديد', 'بيت كبير'], 'كتاب', 0],
  ['a number', ['room 101 upstairs', 'room 102 upstairs'], '102', 1],
  ['an identifier', ['call math.area_of here', 'call math.length_of here'], 'math.length_of', 1],
  ['full width', ['the cat', 'the ｄｏｇ'], 'dog', 1],
] as const)('finds %s', async (_, texts, query, wanted) => {
  expect(await first(texts, query)).toBe(wanted);
});
