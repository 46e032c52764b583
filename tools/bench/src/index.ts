export { type Bench, type Row } from './bench.js';
