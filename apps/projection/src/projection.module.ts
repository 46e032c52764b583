import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ServiceRuntime } from '@ao/service';
import { Projection, type ProjectionSettings } from './projection.js';
import { StateController } from './state/state.controller.js';

/** Builds every /state view from the facts, and serves them. */
@Module({})
export class ProjectionModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Projection) private readonly projection: Projection) {}

  static register(runtime: ServiceRuntime, settings: ProjectionSettings = {}): DynamicModule {
    const projection = new Projection(runtime, settings);
    return {
      module: ProjectionModule,
      controllers: [StateController],
      providers: [{ provide: Projection, useValue: projection }],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.projection.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.projection.stop();
  }
}
