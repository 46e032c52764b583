import { z } from 'zod';

/** The shape of a problem document, for the OpenAPI document and for clients. */
export const problemSchema = z.object({
  type: z.string().describe('urn:ao:problem:<code>'),
  title: z.string().describe('The status in words.'),
  status: z.number().int().describe('The HTTP status.'),
  detail: z.string().describe('What is wrong and what would be right.'),
  code: z.string().describe('The same for programs, such as invalid_argument, not_found, already_exists, unavailable.'),
  errors: z
    .array(
      z.object({
        path: z.string().describe('Such as budget.tokens.'),
        pointer: z.string().optional().describe('The same as a JSON pointer (RFC 6901): /budget/tokens.'),
        message: z.string().describe('What would be right.'),
      }),
    )
    .describe('Every wrong place in the input.'),
  corr_id: z.string().describe('The id to search the logs for.'),
});
