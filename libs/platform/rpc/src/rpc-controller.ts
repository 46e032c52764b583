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
import { throwError, type Observable } from 'rxjs';
import { DomainError, isDomainError } from '@ao/kernel';
import type { Logger } from '@ao/observability';
import { mayDo, roleOf, type AccessRole, type AccessTokens } from './access.js';
import { UnreadableRequest } from './services.js';
import { toStatus } from './status.js';

/** Nest token of what the gRPC edge needs. */
export const RPC_EDGE = Symbol('RPC_EDGE');

/** What the gRPC edge needs. */
export interface RpcEdge {
  readonly access: AccessTokens;
  readonly logger: Logger;
}

const neededRole = 'ao:access';

/** Who may call this method. Without it: viewers. */
export const Access = (role: AccessRole): MethodDecorator => SetMetadata(neededRole, role);

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
    const needed = this.reflector.get<AccessRole | undefined>(neededRole, context.getHandler()) ?? 'viewer';
    if (!mayDo(role, needed))
      throw new DomainError('permission_denied', `this call needs the role ${needed}; the token has the role ${role}`);
    const request: unknown = rpc.getData();
    if (request instanceof UnreadableRequest)
      throw new DomainError('invalid_argument', `the request could not be read: ${request.reason}`);
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
