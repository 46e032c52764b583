import type { AgentRuntime } from './agent-runtime.js';

/** One runtime out of two: agents named "builtin" run here, all others behind gRPC. */
export const runtimes = (builtin: AgentRuntime, foreign: AgentRuntime): AgentRuntime => ({
  open: (trial) => (trial.spec.runtime === 'builtin' ? builtin : foreign).open(trial),
  close: async () => {
    await Promise.all([builtin.close(), foreign.close()]);
  },
});
