import { orchestratorService, topics } from '@ao/contracts';
import { catalogue, gateLedger, trainingJob } from '@ao/domain-orchestrator';
import { aggregate, defineService } from '@ao/service';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { catalogueFacts } from './catalogue/catalogue.facts.js';
import { registerBuiltins } from './catalogue/register-builtins.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { gateLedgerFacts } from './gate-ledger/gate-ledger.facts.js';
import type { Orchestrator } from './orchestrator.js';
import { peersOf } from './orchestrator.peers.js';
import { orchestratorEnvironment, orchestratorSettings } from './orchestrator.settings.js';
import { followJobs } from './open-jobs/follow-jobs.js';
import { noteProgress } from './open-jobs/open-jobs.store.js';
import { sweepJobs } from './open-jobs/sweep-jobs.js';
import { jobRunner } from './training-job/job-runner.js';
import { onJobMoved, onTrialMoved, onUnitMoved } from './training-job/on-facts.js';
import { TrainingJobController } from './training-job/training-job.controller.js';
import { trainingJobFacts } from './training-job/training-job.facts.js';

const jobs = aggregate({ category: 'job', decider: trainingJob, facts: trainingJobFacts });
const ledgers = aggregate({ category: 'ledger', decider: gateLedger, facts: gateLedgerFacts });
const agents = aggregate({ category: 'catalogue', decider: catalogue, facts: catalogueFacts });

/** Catalogue, training jobs, search, promotion, ledgers of error. */
export const orchestrator = defineService({
  descriptor: orchestratorService,
  environment: orchestratorEnvironment,
  settings: orchestratorSettings,
  aggregates: [jobs, ledgers, agents],
  migrationsFrom: __dirname,
  parts: (host): { readonly orchestrator: Orchestrator } => ({
    orchestrator: {
      jobs: host.commands(jobs),
      ledgers: host.commands(ledgers),
      catalogue: host.commands(agents),
      peers: peersOf(host),
      settings: host.settings,
      store: host.store,
      sql: host.runtime.sql,
    },
  }),
  controllers: [CatalogueController, TrainingJobController, EvidenceController],
  start: (parts, { settings }) => registerBuiltins(parts.orchestrator.catalogue, settings),
  background: ({ orchestrator: { jobs: handle, store } }, { runtime: { sql, logger }, settings }) => [
    followJobs({ sql, store, jobs: handle, logger }),
    sweepJobs({ sql, jobs: handle, logger, everyMs: settings.jobSweepMs, stallMs: settings.jobStallMs }),
  ],
  reactions: (parts, { runtime: { sql, logger } }) => {
    const advance = jobRunner({ ...parts.orchestrator, logger });
    const noted = (jobId: string, at: Date): Promise<void> => noteProgress(sql, jobId, at);
    return [
      { group: 'orchestrator-jobs', topics: [topics.job.name], handle: onJobMoved(advance) },
      { group: 'orchestrator-units', topics: [topics.unit.name], handle: onUnitMoved(parts.orchestrator, advance) },
      {
        group: 'orchestrator-trials',
        topics: [topics.trial.name],
        handle: onTrialMoved({ jobs: parts.orchestrator.jobs, logger }, advance, noted),
      },
    ];
  },
});
