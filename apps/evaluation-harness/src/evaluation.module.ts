import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ServiceRuntime } from '@ao/service';
import { DATABASE } from './database.js';
import { Harness } from './harness.js';
import { harnessSettings, type HarnessSettings } from './settings.js';
import { TaskSetController } from './task-set/task-set.controller.js';
import { EvaluationController } from './trial/evaluation.controller.js';

/** The evaluation harness: task sets, slices, episodes, reports. */
@Module({})
export class EvaluationModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Harness) private readonly harness: Harness) {}

  /** The module on this runtime; settings come from the environment where they are not given. */
  static register(runtime: ServiceRuntime, settings: HarnessSettings = harnessSettings(process.env)): DynamicModule {
    const harness = new Harness(runtime, settings);
    return {
      module: EvaluationModule,
      controllers: [TaskSetController, EvaluationController],
      providers: [
        { provide: Harness, useValue: harness },
        { provide: DATABASE, useValue: harness.database },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.harness.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.harness.stop();
  }
}
