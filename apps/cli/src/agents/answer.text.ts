import { brief, latency, percent } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';

/** What a served specialist answers. */
export interface Answer {
  readonly output: unknown;
  readonly confidence?: number | null;
  readonly slot_version: number;
  /** Empty: the agent's defaults. */
  readonly configuration_hash: string;
  readonly latency_ms: number;
  readonly answer_id?: string;
  /** What `ao outcome` asks for. */
  readonly receipt?: string;
  /** production or candidate. */
  readonly label?: string;
  /** answered, abstained or escalated. */
  readonly decision?: string;
  /** The agent's own confidence, before recalibration. */
  readonly raw_confidence?: number | null;
  /** The slot that answered in place of this one. */
  readonly escalated_to?: string;
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

const confidenceText = ({ confidence, raw_confidence }: Answer): string => {
  const recalibrated =
    typeof raw_confidence === 'number' &&
    typeof confidence === 'number' &&
    Math.abs(raw_confidence - confidence) >= 0.0005;
  return `confidence ${percent(confidence)}${recalibrated ? ` (${percent(raw_confidence)} as the agent says it)` : ''}`;
};

const outputText = ({ output, decision }: Answer, { colour }: Style): string =>
  decision === 'abstained'
    ? colour.yellow('It abstains: it is not sure enough to answer.')
    : JSON.stringify(output, null, 2);

/** The answer, what gave it, and how to say what became of it. */
export const answerText = (answer: Answer, style: Style): string => {
  const { slot_version, configuration_hash, latency_ms, label, decision, escalated_to, receipt } = answer;
  const { colour, width } = style;
  const served = configuration_hash === '' ? "the agent's defaults" : `configuration ${brief(configuration_hash)}`;
  const from = escalated_to ? `, escalated to ${escalated_to}` : '';
  return [
    outputText(answer, style),
    ...wrap(
      `${confidenceText(answer)}, ${latency(latency_ms)}, by ${served}, slot version ${slot_version}${label ? `, ${label}` : ''}${from}`,
      width,
    ).map(colour.dim),
    ...(receipt && decision !== 'abstained'
      ? [colour.dim('How did it turn out? --solved or --wrong:'), colour.dim(`ao outcome --solved ${receipt}`)]
      : []),
  ].join('\n');
};
