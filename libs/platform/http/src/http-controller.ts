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
import { forbidden, mayDo, roleOf, type AccessRole } from '@ao/rpc';
import { admit } from './caller.js';
import { HTTP_EDGE, type HttpEdge } from './http-edge.js';
import { ProblemFilter } from './problem.filter.js';
import { shapePipe } from './shape.js';
import { roleOfTicket } from './ticket.js';

/** Metadata key of the roles that a route needs. */
export const neededHttpRoles = 'ao:http-roles';

/** Roles of a route; `anyone` needs no token. */
export type NeededRoles = readonly (AccessRole | 'anyone')[];

/** Who may use this route besides admins and services; `anyone` needs no token. Without it: viewers. */
export const Needs = (...roles: NeededRoles): MethodDecorator & ClassDecorator => SetMetadata(neededHttpRoles, roles);

const takesTicket = 'ao:takes-ticket';

/** This route can be opened by `?ticket=` too, for browsers whose EventSource sends no headers. */
export const TakesTicket = (): MethodDecorator => SetMetadata(takesTicket, true);

interface GuardedRequest {
  readonly headers: { readonly authorization?: string };
  readonly query: { readonly ticket?: unknown };
}

@Injectable()
class BearerGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.getAllAndOverride<NeededRoles | undefined>(neededHttpRoles, [
      context.getHandler(),
      context.getClass(),
    ]) ?? ['viewer'];
    if (needed.includes('anyone')) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const role = this.roleOf(request, context);
    const roles = needed as readonly AccessRole[];
    if (!mayDo(role, roles)) throw forbidden(role, roles);
    admit(request, role);
    return true;
  }

  private roleOf({ headers, query }: GuardedRequest, context: ExecutionContext): AccessRole {
    const { access } = this.edge;
    const ticket = this.reflector.get<boolean>(takesTicket, context.getHandler()) ? query.ticket : undefined;
    const byTicket = headers.authorization === undefined && typeof ticket === 'string';
    const role = byTicket ? roleOfTicket(access.service, ticket, Date.now()) : roleOf(access, headers.authorization);
    if (role !== undefined) return role;
    throw new DomainError(
      'unauthenticated',
      byTicket
        ? 'the ticket is not valid or over: get a new one from POST /events/tickets'
        : 'send the header "Authorization: Bearer <token>" with a token of this platform',
    );
  }
}

/** An HTTP controller: authenticated, its parameters checked, every error a problem document. */
export const HttpController = (path = ''): ClassDecorator =>
  applyDecorators(Controller(path), UseGuards(BearerGuard), UsePipes(shapePipe), UseFilters(ProblemFilter));
