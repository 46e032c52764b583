import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { cognition } from '@ao/contracts';
import type { GrpcServices } from '@ao/rpc';
import { serviceLog, type ServiceLog, type ServiceRuntime } from '@ao/service';
import { AnswerController } from './answer/answer.controller.js';
import { SpecialistAnswers } from './answer/specialist-answers.js';
import { OutcomeController, OUTCOMES } from './outcome/outcome.controller.js';
import { outcomePublisher } from './outcome/outcome.publisher.js';
import { outcomes } from './outcome/outcomes.js';
import { receipts } from './outcome/receipts.js';

const LOG = Symbol('COGNITION_LOG');

/** What the cognitive stack serves. */
export const cognitiveStackServices: GrpcServices = {
  'cognition.v1.SpecialistService': cognition.SpecialistServiceService,
};

/** The specialists at work, and what came of their answers. */
@Module({})
export class CognitiveStackModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(LOG) private readonly log: ServiceLog,
    @Inject(SpecialistAnswers) private readonly answers: SpecialistAnswers,
  ) {}

  static register(runtime: ServiceRuntime): DynamicModule {
    const log = serviceLog({ runtime, schema: 'cognition', publisher: outcomePublisher });
    const written = receipts(runtime.serviceToken);
    return {
      module: CognitiveStackModule,
      controllers: [AnswerController, OutcomeController],
      providers: [
        { provide: LOG, useValue: log },
        { provide: SpecialistAnswers, useFactory: () => new SpecialistAnswers(runtime, written) },
        { provide: OUTCOMES, useValue: outcomes(log.store, written) },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.log.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.log.stop();
    await this.answers.close();
  }
}
