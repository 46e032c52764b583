import { Module, type DynamicModule } from '@nestjs/common';
import { orchestrator } from '@ao/contracts';
import type { GrpcServices } from '@ao/rpc';
import type { ServiceRuntime } from '@ao/service';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import type { OrchestratorSettings } from './orchestrator.config.js';
import { ORCHESTRATOR } from './orchestrator.js';
import { OrchestratorService, RUNTIME, SETTINGS } from './orchestrator.service.js';
import { TrainingJobController } from './training-job/training-job.controller.js';

/** What the orchestrator serves. */
export const orchestratorServices: GrpcServices = {
  'orchestrator.v1.MiniAgentService': orchestrator.MiniAgentServiceService,
  'orchestrator.v1.TrainingService': orchestrator.TrainingServiceService,
};

@Module({})
export class OrchestratorModule {
  static register(runtime: ServiceRuntime, settings: OrchestratorSettings): DynamicModule {
    return {
      module: OrchestratorModule,
      controllers: [CatalogueController, TrainingJobController, EvidenceController],
      providers: [
        { provide: RUNTIME, useValue: runtime },
        { provide: SETTINGS, useValue: settings },
        OrchestratorService,
        { provide: ORCHESTRATOR, useExisting: OrchestratorService },
      ],
    };
  }
}
