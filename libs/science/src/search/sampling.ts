import type { Configuration, Parameter, ParameterValue, SearchSpace } from '@ao/kernel';
import { gaussian, pick, shuffled, uniform, uniformInteger, type Rng } from '../random/rng.js';

type Float = Extract<Parameter, { kind: 'float' }>;
type Int = Extract<Parameter, { kind: 'int' }>;

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Four significant digits: a person can read the patch, and no measurement tells finer values apart. */
const readable = (value: number, { min, max }: Float): number => clamp(Number(value.toPrecision(4)), min, max);

const toUnit = (value: number, { min, max, log }: Float): number => {
  if (min === max) return 0.5;
  return log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
};

const fromUnit = (unit: number, parameter: Float): number => {
  const { min, max, log } = parameter;
  return readable(log ? min * (max / min) ** unit : min + unit * (max - min), parameter);
};

const sampleValue = (parameter: Parameter, rng: Rng): ParameterValue => {
  switch (parameter.kind) {
    case 'float':
      return fromUnit(uniform(rng), parameter);
    case 'int':
      return uniformInteger(rng, parameter.min, parameter.max);
    case 'choice':
      return pick(rng, parameter.values);
    case 'toggle':
      return uniform(rng) < 0.5;
  }
};

/** A point of the space, each parameter uniform over its values (over their logarithm where the parameter says so). */
export const sampleConfiguration = (space: SearchSpace, rng: Rng): Configuration =>
  Object.fromEntries(space.map((parameter) => [parameter.name, sampleValue(parameter, rng)]));

/** Reflects at the bounds, so that a default on its bound still moves half of its steps to a new place. */
const reflected = (unit: number): number => clamp(unit < 0 ? -unit : unit > 1 ? 2 - unit : unit, 0, 1);

const movedInt = (value: number, { min, max }: Int, scale: number, rng: Rng): number => {
  const step = Math.round(gaussian(rng) * scale * (max - min));
  const moved = value + (step === 0 ? (uniform(rng) < 0.5 ? -1 : 1) : step);
  return clamp(moved < min ? 2 * min - moved : moved > max ? 2 * max - moved : moved, min, max);
};

const movedValue = (value: ParameterValue, parameter: Parameter, scale: number, rng: Rng): ParameterValue => {
  switch (parameter.kind) {
    case 'float':
      return fromUnit(reflected(toUnit(value as number, parameter) + gaussian(rng) * scale), parameter);
    case 'int':
      return movedInt(value as number, parameter, scale, rng);
    case 'choice':
      return parameter.values.length < 2
        ? value
        : pick(
            rng,
            parameter.values.filter((other) => other !== value),
          );
    case 'toggle':
      return !(value as boolean);
  }
};

/** How far `perturbConfiguration` goes. */
export interface Step {
  /** How many parameters move. */
  readonly parameters: number;
  /** Standard deviation of a numeric move, as a share of the parameter's range. */
  readonly scale: number;
}

/** A neighbour of a point: some parameters, chosen at random, each moved by a normal step, to another choice, or flipped. */
export const perturbConfiguration = (
  space: SearchSpace,
  from: Configuration,
  { parameters, scale }: Step,
  rng: Rng,
): Configuration => {
  const moving = new Set(
    shuffled(
      rng,
      space.map(({ name }) => name),
    ).slice(0, parameters),
  );
  return Object.fromEntries(
    space.map((parameter) => {
      const value = from[parameter.name] as ParameterValue;
      return [parameter.name, moving.has(parameter.name) ? movedValue(value, parameter, scale, rng) : value];
    }),
  );
};
