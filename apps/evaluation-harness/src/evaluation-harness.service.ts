import { evaluationHarnessService, topics } from '@ao/contracts';
import { slice, taskSet, trial } from '@ao/domain-evaluation';
import { aggregate, defineService } from '@ao/service';
import { sliceFacts, taskSetFacts, trialFacts } from './evaluation.facts.js';
import { Harness } from './harness.js';
import { onJobFacts } from './job/on-job-facts.js';
import { harnessEnvironment, harnessSettingsOf } from './evaluation-harness.settings.js';
import { TaskSetController } from './task-set/task-set.controller.js';
import { EvaluationController } from './trial/evaluation.controller.js';

/** Task sets, slices, episodes, reports. */
export const evaluationHarness = defineService({
  descriptor: evaluationHarnessService,
  environment: harnessEnvironment.shape,
  settings: harnessSettingsOf,
  aggregates: [
    aggregate({ category: 'taskset', decider: taskSet, facts: taskSetFacts }),
    aggregate({ category: 'trial', decider: trial, facts: trialFacts }),
    aggregate({ category: 'slice', decider: slice, facts: sliceFacts }),
  ],
  migrationsFrom: __dirname,
  parts: (host) => {
    const harness = new Harness(host);
    return { harness, database: harness.database };
  },
  controllers: [TaskSetController, EvaluationController],
  start: (parts) => parts.harness.start(),
  reactions: ({ harness, database }, { settings }) => [
    {
      group: 'evaluation.jobs',
      topics: [topics.job.name],
      handle: onJobFacts(database, harness.loop, settings.sliceSize),
    },
  ],
  stop: (parts) => parts.harness.stop(),
});
