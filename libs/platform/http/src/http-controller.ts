import {
  applyDecorators,
  Controller,
  Inject,
  Injectable,
  SetMetadata,
  UseFilters,
  UseGuards,
  UsePipes,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@ao/kernel';
import { mayDo, roleOf, type AccessRole } from '@ao/rpc';
import { admit } from './caller.js';
import { HTTP_EDGE, type HttpEdge } from './http-edge.js';
import { ProblemFilter } from './problem.filter.js';
import { shapePipe } from './shape.js';

/** Metadata key of the role that a route needs. */
export const neededHttpRole = 'ao:http-role';

/** Who may use this route; `anyone` needs no token. Without it: viewers. */
export const Needs = (role: AccessRole | 'anyone'): MethodDecorator & ClassDecorator =>
  SetMetadata(neededHttpRole, role);

@Injectable()
class BearerGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const needed =
      this.reflector.getAllAndOverride<AccessRole | 'anyone' | undefined>(neededHttpRole, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'viewer';
    if (needed === 'anyone') return true;
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
    const role = roleOf(this.edge.access, request.headers.authorization);
    if (role === undefined)
      throw new DomainError(
        'unauthenticated',
        'send the header "Authorization: Bearer <token>" with a token of this platform',
      );
    if (!mayDo(role, needed))
      throw new DomainError('permission_denied', `this needs the role ${needed}; the token has the role ${role}`);
    admit(request, role);
    return true;
  }
}

/** An HTTP controller: authenticated, its parameters checked, every error a problem document. */
export const HttpController = (path = ''): ClassDecorator =>
  applyDecorators(Controller(path), UseGuards(BearerGuard), UsePipes(shapePipe), UseFilters(ProblemFilter));
