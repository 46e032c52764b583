import type { ContentReader } from '@ao/service';
import type { AgentRuntime } from './agent-runtime.js';

/** One runtime out of two: agents named "builtin" run here, all others behind gRPC. */
export const runtimes = (builtin: AgentRuntime, foreign: AgentRuntime): AgentRuntime => ({
  open: (trial) => (trial.spec.runtime === 'builtin' ? builtin : foreign).open(trial),
  close: async () => {
    await Promise.all([builtin.close(), foreign.close()]);
  },
});

/** A runtime whose agents see the texts that their configurations name by hash. */
export const withTexts = (runtime: AgentRuntime, contents: ContentReader): AgentRuntime => ({
  open: async (trial) => {
    const configuration = await contents.resolve(trial.spec.configuration);
    return runtime.open({ ...trial, spec: { ...trial.spec, configuration } });
  },
  close: () => runtime.close(),
});
