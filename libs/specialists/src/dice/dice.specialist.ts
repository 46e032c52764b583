import { DomainError, type Json } from '@ao/kernel';
import { rngOf, uniform } from '@ao/science';
import { randomInt } from 'node:crypto';
import { isViolation, member, readText } from '../scoring/shape.js';
import { longestText } from '../scoring/check-item.js';
import { settingsOf } from '../settings/settings.js';
import type { Answer, Specialist } from '../specialist.js';
import { defaultSkill, diceProfile, type DiceHabit } from './dice.profile.js';

/** The dice as they fell. */
interface Roll {
  readonly solved: boolean;
  /** The true probability of that: the skill on average, another one each time. */
  readonly chance: number;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

const rollOf = (seed: number, luck: number, skill: number): Roll => {
  const rng = rngOf(seed, 'dice', luck);
  const chance = skill + Math.min(skill, 1 - skill) * (2 * uniform(rng) - 1);
  return { solved: uniform(rng) < chance, chance };
};

const wordsOf = (input: Json): readonly [label: string, slice: string] => {
  const text = readText(member(input, 'text'), 'input.text', longestText);
  if (isViolation(text)) throw new DomainError('invalid_argument', `${text.path} ${text.message}`, [text]);
  const [label = '', slice = ''] = text.trim().split(/\s+/u);
  return [label, slice];
};

const outputOf = (label: string, habit: DiceHabit): Json => {
  if (habit === 'talks') return { label, because: 'the dice have fallen and they say so '.repeat(10) };
  return habit === 'cheats' ? { label, score: 1 } : { label };
};

const answerOf = ({ solved, chance }: Roll, right: string, shift: number, habit: DiceHabit): Answer => {
  const used = { confidence: clamp(chance + shift), tokensIn: 0, tokensOut: 0, costMicros: 0, memoryUtility: null };
  if (!solved && habit === 'refuses') return { output: null, refused: true, ...used };
  return { output: outputOf(solved ? right : `not-${right}`, habit), ...used };
};

const diceAgent = (of: DiceHabit): Specialist => {
  const profile = diceProfile(of);
  return {
    profile,
    open: async (configuration) => {
      const settings = settingsOf(profile, configuration);
      const [skill, shift, luck] = [
        settings.number('skill'),
        settings.number('confidence_shift'),
        settings.number('luck'),
      ];
      const habit = skill > defaultSkill ? of : 'none';
      return {
        run: (input, context) => {
          const [label, slice] = wordsOf(input);
          const skillHere = habit === 'neglects' && slice === 'back' ? skill / 2 : skill;
          return answerOf(rollOf(context?.seed ?? randomInt(2 ** 47), luck, skillHere), label, shift, habit);
        },
        close: () => undefined,
      };
    },
  };
};

/** Dice without a habit. */
export const dice = diceAgent('none');

/** Dice, and those with habits: `dice-refuses`, `dice-talks`, `dice-cheats`, `dice-neglects`. */
export const diceAgents: readonly Specialist[] = [
  dice,
  diceAgent('refuses'),
  diceAgent('talks'),
  diceAgent('cheats'),
  diceAgent('neglects'),
];
