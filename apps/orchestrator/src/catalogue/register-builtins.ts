import { v7 as uuid } from 'uuid';
import { builtins, testAgents } from '@ao/specialists';
import type { OrchestratorSettings } from '../orchestrator.settings.js';
import type { Orchestrator } from '../orchestrator.js';

/** Puts the built-in specialists into the catalogue; what is there already changes nothing. */
export const registerBuiltins = async (
  catalogue: Orchestrator['catalogue'],
  settings: OrchestratorSettings,
): Promise<void> => {
  const agents = settings.testAgents ? [...builtins, ...testAgents] : builtins;
  for (const { profile } of agents) {
    const corrId = uuid();
    await catalogue(
      'main',
      { type: 'RegisterAgent', data: { profile, runtime: 'builtin' } },
      { corrId, causationId: corrId, subject: 'service:orchestrator' },
    );
  }
};
