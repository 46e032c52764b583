export { startCluster, type Cluster, type ClusterOptions } from './cluster.js';
export { serviceSpecs, type ServiceSpec } from './services.js';
