import { duration } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

/** What the demo is about to do. */
export const introText = (agent: string, { colour }: Style): string =>
  `${colour.bold('Agent Orchestrator')}: trains ${colour.bold(agent)} on a real task set and promotes only what is proven better.`;

/** The platform is there. */
export const readyText = (url: string, startedInMs: number, { colour }: Style): string =>
  colour.dim(`platform ready in ${duration(startedInMs)} (every service in one process, embedded Postgres, ${url})`);

/** Commands that look further once the demo's own platform has gone. */
export const furtherSteps = (
  agent: string,
  kept: { readonly dataDir: string; readonly jobId: string } | undefined,
): readonly (readonly [command: string, shows: string])[] =>
  kept
    ? [
        [
          `AO_DATA_DIR=${kept.dataDir} npx ao up`,
          'start the platform again on what the demo left; then, from another terminal:',
        ],
        [`AO_DATA_DIR=${kept.dataDir} npx ao job ${kept.jobId}`, 'this report'],
        [`AO_DATA_DIR=${kept.dataDir} npx ao slots`, 'what is in force'],
      ]
    : [
        ['npm start', 'a platform that stays; then, from another terminal:'],
        [`npx ao train ${agent} --follow`, 'the same with your own budget, seed and task set'],
        ['npx ao events --from-start', 'every fact that a job leaves'],
        ['npx ao demo --keep', 'keep what the demo leaves, to look at it later'],
      ];
