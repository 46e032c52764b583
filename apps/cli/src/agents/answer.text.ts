import { brief, latency, percent } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

/** What a served specialist answers. */
export interface Answer {
  readonly output: unknown;
  readonly confidence?: number | null;
  readonly slot_version: number;
  /** Empty: the agent's defaults. */
  readonly configuration_hash: string;
  readonly latency_ms: number;
}

const fields: Readonly<Record<string, string>> = { recall: 'query', validation: 'text' };

/** The input that a text stands for: JSON as it is, a plain text as the role takes it. */
export const inputFor = (role: string | undefined, text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const field = fields[role ?? ''];
    return field === undefined ? text : { [field]: text };
  }
};

/** The answer, and what gave it. */
export const answerText = ({ output, confidence, slot_version, configuration_hash, latency_ms }: Answer, { colour }: Style): string => {
  const served = configuration_hash === '' ? "the agent's defaults" : `configuration ${brief(configuration_hash)}`;
  return [JSON.stringify(output, null, 2), colour.dim(`confidence ${percent(confidence)}, ${latency(latency_ms)}, by ${served}, slot version ${slot_version}`)].join('\n');
};
