import type { z } from 'zod';
import { agentRow } from './agents.row.js';
import { decisionRow } from './decisions.row.js';
import { episodeRow } from './episodes.row.js';
import { gateLedgerRow } from './gate-ledgers.row.js';
import { governorHintsRow } from './governor-hints.row.js';
import { jobRow } from './jobs.row.js';
import { leaseRow } from './leases.row.js';
import { servedRow } from './served.row.js';
import { slotRow } from './slots.row.js';
import { taskSetRow } from './task-sets.row.js';
import { reportRow, trialRow } from './trials.row.js';
import { deadLetterRow, parkedEventRow } from './trouble.row.js';
import { unitRow } from './units.row.js';

/** Every view of /state by its name: what it holds, and what a row of it is. Projection, OpenAPI and the command line follow. */
export const stateRows = {
  agents: { title: 'The catalogue of mini-agents', row: agentRow },
  'task-sets': { title: 'Every version of every task set', row: taskSetRow },
  jobs: { title: 'Training jobs', row: jobRow },
  trials: { title: 'Trials', row: trialRow },
  episodes: { title: 'Episodes', row: episodeRow },
  reports: { title: 'Evaluation reports of trials', row: reportRow },
  leases: { title: 'Leases with their budgets', row: leaseRow },
  decisions: { title: 'Promotion decisions with their evidence', row: decisionRow },
  units: { title: 'Logic Units', row: unitRow },
  slots: { title: 'Slots and what is in force in them', row: slotRow },
  'governor-hints': { title: 'Governor hints of started jobs', row: governorHintsRow },
  'gate-ledgers': { title: "The slots' ledgers of spent error", row: gateLedgerRow },
  'dead-letters': { title: 'Facts that a consumer gave up', row: deadLetterRow },
  'parked-events': { title: 'Events that can never be published', row: parkedEventRow },
  served: { title: 'How the answers that were served turned out', row: servedRow },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly row: z.ZodObject }>>;
