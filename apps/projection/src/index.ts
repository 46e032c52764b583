export { projection } from './projection.service.js';
export { Projection, projectionGroup, type ProjectionSettings } from './projection.js';
