import { join } from 'node:path';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { catalogue, trainingJob } from '@ao/domain-orchestrator';
import { topics, type Subscription } from '@ao/event-bus';
import { commandHandler, type RecordedEvent } from '@ao/event-store';
import { packageDirectory } from '@ao/postgres';
import { reaction, serviceLog, type PublishedFact, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { publishCatalogue } from './catalogue/catalogue.publisher.js';
import { registerBuiltins } from './catalogue/register-builtins.js';
import { publishGateLedger } from './gate-ledger/gate-ledger.publisher.js';
import { ledgerCommands } from './gate-ledger/reserve-alpha.js';
import type { OrchestratorSettings } from './orchestrator.config.js';
import type { Orchestrator } from './orchestrator.js';
import { closePeers, connectPeers, type Peers } from './orchestrator.peers.js';
import { followJobs } from './open-jobs/follow-jobs.js';
import { noteProgress } from './open-jobs/open-jobs.store.js';
import { sweepJobs } from './open-jobs/sweep-jobs.js';
import { jobRunner } from './training-job/job-runner.js';
import { onJobMoved, onTrialMoved, onUnitMoved } from './training-job/on-facts.js';
import { publishTrainingJob } from './training-job/training-job.publisher.js';

/** Nest tokens of what the module was registered with. */
export const RUNTIME = Symbol('ORCHESTRATOR_RUNTIME');
export const SETTINGS = Symbol('ORCHESTRATOR_SETTINGS');

const publish = (recorded: RecordedEvent): PublishedFact | undefined => {
  if (recorded.stream.startsWith('catalogue-')) return publishCatalogue(recorded as never);
  return recorded.stream.startsWith('ledger-')
    ? publishGateLedger(recorded as never)
    : publishTrainingJob(recorded as never);
};

/** Holds the service together: its log, its aggregates, its reactions. */
@Injectable()
export class OrchestratorService implements Orchestrator, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly peers: Peers;
  readonly jobs: Orchestrator['jobs'];
  readonly catalogue: Orchestrator['catalogue'];
  readonly ledgers: Orchestrator['ledgers'];
  readonly store: Orchestrator['store'];
  private readonly log: ServiceLog;
  private subscriptions: Subscription[] = [];
  private openJobs: readonly { close(): Promise<void> }[] = [];

  constructor(
    @Inject(RUNTIME) private readonly runtime: ServiceRuntime,
    @Inject(SETTINGS) readonly settings: OrchestratorSettings,
  ) {
    this.peers = connectPeers(runtime);
    this.log = serviceLog({
      runtime,
      schema: 'orchestrator',
      migrations: join(packageDirectory(__dirname), 'migrations'),
      publisher: publish,
    });
    this.store = this.log.store;
    this.jobs = commandHandler(this.log.store, 'job', trainingJob);
    this.ledgers = ledgerCommands(this.log.store);
    this.catalogue = commandHandler(this.log.store, 'catalogue', catalogue);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.log.start();
    await registerBuiltins(this.catalogue, this.settings);
    const { runtime, jobs, store, settings } = this;
    const { sql, logger } = runtime;
    const advance = jobRunner({ jobs, ledgers: this.ledgers, store, peers: this.peers, logger });
    this.openJobs = [
      followJobs({ sql, store, jobs, logger }),
      sweepJobs({ sql, jobs, logger, everyMs: settings.jobSweepMs, stallMs: settings.jobStallMs }),
    ];
    this.subscriptions = await Promise.all([
      reaction({ runtime, group: 'orchestrator-jobs', topics: [topics.job.name], handle: onJobMoved(advance) }),
      reaction({
        runtime,
        group: 'orchestrator-units',
        topics: [topics.unit.name],
        handle: onUnitMoved(this, advance),
      }),
      reaction({
        runtime,
        group: 'orchestrator-trials',
        topics: [topics.trial.name],
        handle: onTrialMoved({ jobs, logger }, advance, (jobId, at) => noteProgress(sql, jobId, at)),
      }),
    ]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.subscriptions, ...this.openJobs].map((running) => running.close()));
    await this.log.stop();
    closePeers(this.peers);
  }
}
