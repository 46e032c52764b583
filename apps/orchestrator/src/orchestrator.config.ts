import { flag } from '@ao/config';
import { serviceConfig } from '@ao/service';

/** The environment of the orchestrator's own process. */
export const orchestratorConfig = serviceConfig.extend({ AO_TEST_AGENTS: flag.default(false).describe('Whether the agents for tests can be trained') });

/** How the orchestrator works. */
export interface OrchestratorSettings {
  readonly testAgents: boolean;
}
