export { builtins, testAgents } from './builtins.js';
export {
  type Answer,
  type EpisodeContext,
  type Knowledge,
  type Session,
  type Specialist,
  type TaskDocument,
  type TaskItem,
} from './specialist.js';
export { readScorer, scorerOf, type ChosenScorer } from './scoring/chosen-scorer.js';
export { score, type Score, type Scorer } from './scoring/score.js';
export { deepestOutput, judgeAnswer, longestOutput, type JudgedAnswer } from './scoring/judge-answer.js';
export { touchesScorer } from './scoring/touched-scorer.js';
export { checkDocument, checkItem, longestText } from './scoring/check-item.js';
export { settingsOf, type Settings } from './settings/settings.js';
export { type Provenance, type TaskSetSource } from './task-sets/task-set-source.js';
export { taskSetSources } from './task-sets/task-set-sources.js';
export { collect, inMemoryKnowledge } from './knowledge/in-memory-knowledge.js';
export { recall } from './recall/recall.specialist.js';
export { mailGuard } from './mail-guard/mail-guard.specialist.js';
export { echo } from './echo/echo.specialist.js';
export { dice, diceAgents } from './dice/dice.specialist.js';
export { diceItems } from './dice/dice.items.js';
export { AgentThreads, type AgentThreadsOptions } from './threads/agent-threads.js';
export { type AgentOpening, type ThreadRun, type ThreadSession } from './threads/thread-session.js';
export { type LentSession } from './threads/shared-sessions.js';
export { type TimedAnswer } from './threads/thread-messages.js';
