export { type CheckedDecision } from './job/story.js';
export { verifyArchive, type Difference, type Verification } from './verify-archive.js';
