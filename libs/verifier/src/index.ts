export { type Difference } from './archive.js';
