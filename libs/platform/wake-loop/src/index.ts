export { wakeLoop, type WakeLoop, type WakeLoopOptions } from './wake-loop.js';
export { wakeSignal, type WakeSignal } from './wake-signal.js';
