import { state } from '@ao/contracts';
import type { GrpcServices } from '@ao/rpc';

export { ProjectionModule } from './projection.module.js';
export { feedConfig, projectionConfig, projectionSettings } from './projection.config.js';
export { Projection, projectionGroup, type ProjectionSettings } from './projection.js';

/** What this app serves over gRPC. */
export const projectionServices: GrpcServices = { 'state.v1.StateService': state.StateServiceService };
