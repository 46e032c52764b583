import {
  applyDecorators,
  Catch,
  Controller,
  Inject,
  Injectable,
  SetMetadata,
  UseFilters,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Metadata } from '@grpc/grpc-js';
import { isObservable, throwError, type Observable } from 'rxjs';
import { DomainError, isDomainError } from '@ao/kernel';
import type { Logger } from '@ao/observability';
import { forbidden, mayDo, roleOf, type AccessRole, type AccessTokens } from './access.js';
import { UnreadableRequest } from './services.js';
import { toStatus } from './status.js';
import { checkTextLengths } from './text-lengths.js';

/** Nest token of what the gRPC edge needs. */
export const RPC_EDGE = Symbol('RPC_EDGE');

/** What the gRPC edge needs. */
export interface RpcEdge {
  readonly access: AccessTokens;
  readonly logger: Logger;
}

/** Metadata key of the roles that a method needs. */
const neededRpcRoles = 'ao:access';

/** Who may call this method besides services and, where it is not for them alone, admins. Without it: viewers. */
export const Access = (...roles: readonly AccessRole[]): MethodDecorator => SetMetadata(neededRpcRoles, roles);

@Injectable()
class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(RPC_EDGE) private readonly edge: RpcEdge,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const rpc = context.switchToRpc();
    const metadata = rpc.getContext<Metadata>();
    const role = roleOf(this.edge.access, metadata.get('authorization')[0]?.toString());
    if (role === undefined)
      throw new DomainError(
        'unauthenticated',
        'send metadata "authorization: Bearer <token>" with a token of this platform',
      );
    const needed = this.reflector.get<readonly AccessRole[] | undefined>(neededRpcRoles, context.getHandler()) ?? [
      'viewer',
    ];
    if (!mayDo(role, needed)) throw forbidden(role, needed);
    const request: unknown = rpc.getData();
    if (request instanceof UnreadableRequest)
      throw new DomainError('invalid_argument', `the request could not be read: ${request.reason}`);
    if (!isObservable(request)) checkTextLengths(request);
    metadata.set('ao-role', role);
    return true;
  }
}

@Catch()
class StatusFilter implements RpcExceptionFilter {
  constructor(@Inject(RPC_EDGE) private readonly edge: RpcEdge) {}

  catch(error: unknown): Observable<never> {
    if (!isDomainError(error) || error.code === 'internal') this.edge.logger.error({ err: error }, 'a call failed');
    return throwError(() => toStatus(error));
  }
}

/** A gRPC controller: authenticated, with the platform's errors. */
export const RpcController = (): ClassDecorator =>
  applyDecorators(Controller(), UseGuards(AccessGuard), UseFilters(StatusFilter));
