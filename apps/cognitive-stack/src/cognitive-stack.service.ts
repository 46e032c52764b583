import { cognitiveStackService } from '@ao/contracts';
import { outcomeDecider } from '@ao/domain-cognition';
import { aggregate, defineService } from '@ao/service';
import { AnswerController } from './answer/answer.controller.js';
import { SpecialistAnswers } from './answer/specialist-answers.js';
import { OutcomeController } from './outcome/outcome.controller.js';
import { outcomeFacts } from './outcome/outcome.facts.js';
import { outcomes } from './outcome/outcomes.js';
import { receipts } from './outcome/receipts.js';

const answerAggregate = aggregate({ category: 'answer', decider: outcomeDecider, facts: outcomeFacts });

/** The specialists at work, and what came of their answers. */
export const cognitiveStack = defineService({
  descriptor: cognitiveStackService,
  environment: {},
  settings: () => ({}),
  aggregates: [answerAggregate],
  parts: (host) => {
    const written = receipts(host.runtime.serviceToken);
    return {
      answers: new SpecialistAnswers(host.runtime, written),
      // Nothing was reported of most answers: the first attempt reads nothing.
      outcomes: outcomes(host.commands(answerAggregate, { mostlyNew: true }), written),
    };
  },
  controllers: [AnswerController, OutcomeController],
  stop: (parts) => parts.answers.close(),
});
