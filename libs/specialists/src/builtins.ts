import { diceAgents } from './dice/dice.specialist.js';
import { echo } from './echo/echo.specialist.js';
import { mailGuard } from './mail-guard/mail-guard.specialist.js';
import { recall } from './recall/recall.specialist.js';
import type { Specialist } from './specialist.js';
import { troubled } from './troubled/troubled.specialist.js';

/** The public catalogue of built-in agents. */
export const builtins: readonly Specialist[] = [recall, mailGuard];

/** Agents for tests and benchmarks: offered only where the configuration asks for them. */
export const testAgents: readonly Specialist[] = [echo, troubled, ...diceAgents];
