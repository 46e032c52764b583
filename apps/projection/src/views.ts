import { agents } from './agents/agents.view.js';
import { decisions } from './decisions/decisions.view.js';
import { episodes } from './episodes/episodes.view.js';
import { gateLedgers } from './gate-ledgers/gate-ledgers.view.js';
import { governorHints } from './governor-hints/governor-hints.view.js';
import { jobs } from './jobs/jobs.view.js';
import { leases } from './leases/leases.view.js';
import { reports } from './reports/reports.view.js';
import { servedAnswers } from './served/served.view.js';
import { slots } from './slots/slots.view.js';
import { taskSets } from './task-sets/task-sets.view.js';
import { deadLetters } from './trouble/dead-letters.view.js';
import { parkedEvents } from './trouble/parked-events.view.js';
import { trials } from './trials/trials.view.js';
import { units } from './units/units.view.js';
import { anyView, type AnyView } from './view/view.js';

/** Every view of /state. */
export const views: readonly AnyView[] = [
  anyView(agents),
  anyView(taskSets),
  anyView(jobs),
  anyView(trials),
  anyView(episodes),
  anyView(reports),
  anyView(leases),
  anyView(decisions),
  anyView(units),
  anyView(slots),
  anyView(governorHints),
  anyView(gateLedgers),
  anyView(servedAnswers),
  anyView(deadLetters),
  anyView(parkedEvents),
];
