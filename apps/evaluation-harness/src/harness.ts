import { orchestrator } from '@ao/contracts';
import type { Logger } from '@ao/observability';
import { contentReader, peerClient, type ServiceHost } from '@ao/service';
import { AgentThreads, type AgentThreadsOptions, builtins, taskSetSources, testAgents } from '@ao/specialists';
import type { Database } from './database.js';
import { leaseClient } from './lease/lease-client.js';
import { builtinRuntime } from './runtime/builtin-runtime.js';
import { foreignRuntime } from './runtime/foreign-runtime.js';
import { runtimes, withTexts } from './runtime/runtimes.js';
import type { HarnessSettings } from './evaluation-harness.settings.js';
import { registerBuiltinSources } from './task-set/builtin-sources.js';
import { forgetOutputs } from './texts/output-texts.store.js';
import { WorkerLoop } from './worker/worker-loop.js';

/** The threads of built-in agents: each holds as many waiting episodes as a worker has in flight. */
const threadOptions = (settings: HarnessSettings): AgentThreadsOptions => ({
  threads: settings.agentThreads,
  runsPerThread: settings.episodeConcurrency,
  fitTimeoutMs: settings.fitTimeoutMs,
  memoryMb: settings.agentMemoryMb,
  sessions: settings.sessions,
  testAgents: settings.testAgents,
  background: true,
});

/** How often answers past their days are deleted. */
const forgetEveryMs = 60 * 60_000;

/** One harness process: its task sets, its agents, its workers. */
export class Harness {
  readonly database: Database;
  readonly loop: WorkerLoop;
  private readonly logger: Logger;
  private readonly textDays: number;
  private forgetting: NodeJS.Timeout | undefined;
  private readonly lease;
  private readonly catalogue;
  private readonly runtime;

  constructor({ runtime: service, settings, store }: ServiceHost<HarnessSettings>) {
    const { sql, logger } = service;
    this.logger = logger;
    this.textDays = settings.textDays;
    this.database = { sql, log: store };
    this.lease = leaseClient(service);
    const agents = runtimes(
      builtinRuntime(
        sql,
        [...builtins, ...(settings.testAgents ? testAgents : [])],
        new AgentThreads(threadOptions(settings)),
      ),
      foreignRuntime(),
    );
    this.catalogue = peerClient(service, orchestrator.MiniAgentServiceClient);
    this.runtime = withTexts(agents, contentReader(this.catalogue));
    this.loop = new WorkerLoop({ database: this.database, lease: this.lease, runtime: this.runtime, settings, logger });
  }

  /** Task sets, then workers. */
  async start(): Promise<void> {
    await registerBuiltinSources(this.database, taskSetSources, this.logger);
    await this.forgetOutputs();
    this.forgetting = setInterval(() => void this.forgetOutputs(), forgetEveryMs).unref();
    this.loop.start();
  }

  private async forgetOutputs(): Promise<void> {
    await forgetOutputs(this.database.sql, this.textDays).catch((error: unknown) =>
      this.logger.warn({ err: error }, 'answers past their days could not be deleted'),
    );
  }

  /** Hands slices back. */
  async stop(): Promise<void> {
    clearInterval(this.forgetting);
    await this.loop.stop();
    await this.runtime.close();
    this.lease.close();
    this.catalogue.close();
  }
}
