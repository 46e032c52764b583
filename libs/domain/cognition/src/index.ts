export { decisionOf, type Decision, type Said } from './answer/decision.js';
export { sideOf, type Asking, type Side } from './answer/traffic.js';
export { outcomeDecider, type Outcome, type OutcomeCommand } from './outcome/outcome.decider.js';
export { type OutcomeEvent, type ServedAnswer } from './outcome/outcome.events.js';
