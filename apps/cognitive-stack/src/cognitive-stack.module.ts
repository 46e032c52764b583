import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { cognition } from '@ao/contracts';
import type { GrpcServices } from '@ao/rpc';
import type { ServiceRuntime } from '@ao/service';
import { AnswerController } from './answer/answer.controller.js';
import { SpecialistAnswers } from './answer/specialist-answers.js';

/** What the cognitive stack serves. */
export const cognitiveStackServices: GrpcServices = { 'cognition.v1.SpecialistService': cognition.SpecialistServiceService };

@Module({})
export class CognitiveStackModule implements BeforeApplicationShutdown {
  constructor(@Inject(SpecialistAnswers) private readonly answers: SpecialistAnswers) {}

  static register(runtime: ServiceRuntime): DynamicModule {
    return {
      module: CognitiveStackModule,
      controllers: [AnswerController],
      providers: [{ provide: SpecialistAnswers, useFactory: () => new SpecialistAnswers(runtime) }],
    };
  }

  beforeApplicationShutdown(): void {
    this.answers.close();
  }
}
