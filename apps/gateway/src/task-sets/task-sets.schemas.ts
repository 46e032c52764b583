import { enumField, textField } from '@ao/contracts';
import { roles, textLimits } from '@ao/kernel';
import { z } from 'zod';

const maybe = (description: string): z.ZodDefault<z.ZodType<string>> =>
  textField(0, 4_000).default('').describe(description);

/** Query of an import. */
export const importQuery = z.strictObject({
  name: maybe('Name of the task set; empty where the file itself says it.'),
  role: enumField(['', ...roles])
    .default('')
    .describe('Role whose agents can be trained on it.'),
  licence: textField(0, textLimits.licence).default('').describe('SPDX licence of the data.'),
  format: enumField(['', 'jsonl', 'json', 'csv']).default('').describe('Default: told by the first character.'),
  map: z
    .union([z.string().max(2_000), z.array(z.string().max(2_000)).max(200)])
    .optional()
    .describe('PART=FIELD, such as input.text=question; may stand more than once.'),
  scorer: maybe("Such as exact, number:abs=0.01, or a JSON object; empty: the role's own."),
  split_by: enumField(['', 'input', 'id'])
    .default('')
    .describe('What fixes a split. Default: input, so that copies share one.'),
  dry_run: enumField(['true', 'false']).default('false').describe('true: checks and previews, registers nothing.'),
});

export type ImportQuery = z.output<typeof importQuery>;

/** What an import came to. */
export const importAnswer = z.looseObject({
  task_set: z.looseObject({ name: z.string(), hash: z.string() }),
  format: z.string(),
  preview: z
    .array(z.looseObject({ id: z.string() }))
    .optional()
    .describe('The first items, shortened; at most 5.'),
  unused: z.array(z.string()).optional().describe('Fields of the rows that no mapping names.'),
});

/** Query of an export. */
export const exportQuery = z.strictObject({
  format: enumField(['jsonl', 'items', 'csv'])
    .default('jsonl')
    .describe('jsonl: all of it, can be imported again as it is; items and csv: the items alone.'),
});

export type ExportQuery = z.output<typeof exportQuery>;
