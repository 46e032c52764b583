export { accessRoles, forbidden, mayDo, roleOf, type AccessRole, type AccessTokens } from './access.js';
export { callContext, outgoingMetadata, type CallContext, type OutgoingContext } from './call-context.js';
export { grpcHealth, grpcOptions, type GrpcServerOptions } from './grpc-options.js';
export { Access, RPC_EDGE, RpcController, type RpcEdge } from './rpc-controller.js';
export { type Client as RpcService } from '@grpc/grpc-js';
export {
  rpcClient,
  type CallContextOptions,
  type ClientConstructor,
  type RpcClient,
  type RpcClientOptions,
} from './rpc-client.js';
export { type GrpcServices } from './services.js';
export { streamed } from './streamed.js';
export { fromStatus, grpcStatusOf, toStatus } from './status.js';
