export { startApplication, type Application, type ApplicationOptions } from './application.js';
export { type PublishedFact, type Publisher } from './facts.js';
export { freePort } from './free-port.js';
export { processRuntime } from './process-runtime.js';
export { contentReader, type ContentReader, type ContentSource } from './content-reader.js';
export { complaintAboutFact, messageOfFact } from './read-fact.js';
export { reaction, type ReactionOptions } from './reaction.js';
export { aggregate, type Aggregate, type Published, type PublishingAggregate } from './aggregate.js';
export {
  defineService,
  type Background,
  type Reaction,
  type Service,
  type ServiceDeclaration,
  type ServiceHost,
} from './define-service.js';
export { Part } from './part.js';
export { environmentOf, runService } from './run-service.js';
export { type RunningService } from './running-service.js';
export { serviceConfig } from './service-config.js';
export { peerClient, peersAt, type PeerAccess, type Peers } from './peers.js';
export { type ServiceRuntime } from './service-runtime.js';
export { stopOnSignal } from './signals.js';
export { PortTaken, requireFreePort, startProblem } from './start-problem.js';
