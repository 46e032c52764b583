import { interviewQuestions } from './interview-questions.source.js';
import { spamAssassin } from './spam-assassin.source.js';
import type { TaskSetSource } from './task-set-source.js';
import { webFeatures } from './web-features.source.js';

/** Every task set that comes with the platform. */
export const taskSetSources: readonly TaskSetSource[] = [webFeatures, interviewQuestions, spamAssassin];
