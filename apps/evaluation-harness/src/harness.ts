import { join } from 'node:path';
import { topics, type Subscription } from '@ao/event-bus';
import { packageDirectory } from '@ao/postgres';
import { reaction, serviceLog, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { AgentThreads, type AgentThreadsOptions, builtins, taskSetSources, testAgents } from '@ao/specialists';
import { schema, type Database } from './database.js';
import { evaluationPublisher } from './evaluation.publisher.js';
import { onJobFacts } from './job/on-job-facts.js';
import { leaseClient } from './lease/lease-client.js';
import { builtinRuntime } from './runtime/builtin-runtime.js';
import { foreignRuntime } from './runtime/foreign-runtime.js';
import { runtimes } from './runtime/runtimes.js';
import type { HarnessSettings } from './settings.js';
import { registerBuiltinSources } from './task-set/builtin-sources.js';
import { Pump } from './worker/pump.js';

/** The threads of built-in agents: each holds as many waiting episodes as a worker has in flight. */
const threadOptions = (settings: HarnessSettings): AgentThreadsOptions => ({
  threads: settings.agentThreads,
  runsPerThread: settings.episodeConcurrency,
  fitTimeoutMs: settings.fitTimeoutMs,
  memoryMb: settings.agentMemoryMb,
  sessions: settings.sessions,
  testAgents: settings.testAgents,
});

/** One harness process: its log, its workers, its reaction to jobs. */
export class Harness {
  readonly database: Database;
  private readonly log: ServiceLog;
  private readonly pump: Pump;
  private readonly lease;
  private readonly runtime;
  private subscription: Subscription | undefined;

  constructor(
    private readonly service: ServiceRuntime,
    private readonly settings: HarnessSettings,
  ) {
    const { sql, logger } = service;
    this.log = serviceLog({
      runtime: service,
      schema,
      migrations: join(packageDirectory(__dirname), 'migrations'),
      publisher: evaluationPublisher,
    });
    this.database = { sql, log: this.log.store };
    this.lease = leaseClient(service);
    this.runtime = runtimes(
      builtinRuntime(
        sql,
        [...builtins, ...(settings.testAgents ? testAgents : [])],
        new AgentThreads(threadOptions(settings)),
      ),
      foreignRuntime(),
    );
    this.pump = new Pump({ database: this.database, lease: this.lease, runtime: this.runtime, settings, logger });
  }

  /** Schema, task sets, workers, then intake. */
  async start(): Promise<void> {
    await this.log.start();
    await registerBuiltinSources(this.database, taskSetSources, this.service.logger);
    this.pump.start();
    const handle = onJobFacts(this.database, this.pump, this.settings.sliceSize);
    this.subscription = await reaction({
      runtime: this.service,
      group: 'evaluation.jobs',
      topics: [topics.job.name],
      handle,
    });
  }

  /** Stops intake, hands slices back, publishes what was recorded. */
  async stop(): Promise<void> {
    await this.subscription?.close();
    await this.pump.stop();
    await this.log.stop();
    await this.runtime.close();
    this.lease.close();
  }
}
