import { lengthDemand, oneOfDemand, shownText, type NameRule } from '@ao/kernel';
import { z } from 'zod';

/** Fields of requests and rows, made from the rules that the deciders use: the same names, lists and limits, the same sentences. */

const shown = (input: unknown): string =>
  typeof input === 'string' ? shownText(input) : shownText(JSON.stringify(input) ?? String(input));

/** A name of that kind; its pattern stands in the OpenAPI document. */
export const nameField = ({ pattern, demand }: NameRule): z.ZodString =>
  z.string().regex(pattern, { error: ({ input }) => `${demand}, not ${shown(input)}` });

/** One of a closed list. */
export const enumField = <const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> =>
  z.enum(values, { error: ({ input }) => `${oneOfDemand(values)}, not ${shown(input)}` });

/** A text with a bounded number of characters. */
export const textField = (least: number, most: number): z.ZodString =>
  z.string().min(least, lengthDemand(least, most)).max(most, lengthDemand(least, most));

/** A whole number in a range, both ends included. */
export const wholeField = (low: number, high: number): z.ZodInt => {
  const error = {
    error: ({ input }: { readonly input?: unknown }) =>
      `must be a whole number from ${low} to ${high}, not ${String(input)}`,
  };
  return z.int(error).min(low, error).max(high, error);
};

/** A share: from 0 to 1. */
export const shareField = z.number().min(0).max(1);
