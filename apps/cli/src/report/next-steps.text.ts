import type { Style } from '../terminal/terminal.js';

/** Commands, each with what it shows. */
export const nextStepsText = (
  steps: readonly (readonly [command: string, shows: string])[],
  { colour }: Style,
): string =>
  [
    colour.bold('Look further'),
    '',
    ...steps.map(([command, shows]) => `  ${colour.dim(`# ${shows}`)}\n  ${command}`),
  ].join('\n');
