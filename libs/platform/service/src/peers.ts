import { calledServices, servedBy, type CalledServiceName } from '@ao/contracts';
import { rpcClient, type ClientConstructor, type RpcClient, type RpcClientOptions, type RpcService } from '@ao/rpc';

/** Where each service answers over gRPC, "host:port", by its name. */
export type Peers = Readonly<Record<CalledServiceName, string>>;

/** Every service at one address, as in one process; those that are named otherwise at theirs. */
export const peersAt = (address: string, others: Partial<Peers> = {}): Peers => ({
  ...(Object.fromEntries(calledServices.map(({ name }) => [name, address])) as Peers),
  ...others,
});

/** What a client needs of a service's runtime. */
export interface PeerAccess {
  readonly peers: Peers;
  readonly serviceToken: string;
}

/** How a client calls. */
export interface PeerOptions extends Omit<RpcClientOptions, 'token'> {
  /** Which service is called, where every service serves this gRPC service. Default: the one that declares it. */
  readonly of?: CalledServiceName;
}

/** A client of the peer that declares this gRPC service, or of the one that is named. It connects at its first call, and again by itself. */
export const peerClient = <C extends RpcService>(
  { peers, serviceToken }: PeerAccess,
  constructor: ClientConstructor<C> & { readonly serviceName: string },
  { of, ...options }: PeerOptions = {},
): RpcClient<C> =>
  rpcClient(constructor, peers[of ?? servedBy(constructor.serviceName)], { ...options, token: serviceToken });
