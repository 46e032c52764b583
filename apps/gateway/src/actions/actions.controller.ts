import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { DomainError } from '@ao/kernel';
import {
  Answers,
  Caller,
  HttpController,
  IdempotencyKey,
  Needs,
  withIdempotencyKey,
  type CallerContext,
} from '@ao/http';
import { forbidden, mayDo } from '@ao/rpc';
import { Part } from '@ao/service';
import { rolesOfKind } from './action-kinds.js';
import { ActionRunner } from './action-runner.js';
import type { Action, ActionStore } from './action-store.js';
import {
  actionAccepted,
  actionBody,
  actionPage,
  actionQuery,
  actionRow,
  type ActionBody,
  type ActionQuery,
} from './actions.schemas.js';

const shown = ({
  action_id,
  kind,
  status,
  corr_id,
  input,
  result,
  error,
  subject,
  attempts,
  created_at,
  updated_at,
}: Action): object => ({
  action_id,
  kind,
  status,
  corr_id,
  input,
  result,
  error,
  subject,
  attempts,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});

/** An application sees its own actions; whoever reads everything sees all. */
const ownOf = ({ role, subject }: CallerContext): string | undefined => (role === 'application' ? subject : undefined);

/** The only way to change something over HTTP, and what became of it. */
@HttpController()
export class ActionsController {
  constructor(
    @Part('actions') private readonly store: ActionStore,
    @Part('actionRunner') private readonly runner: ActionRunner,
  ) {}

  @Post('actions')
  @Needs('application')
  @Answers({
    summary:
      'Accepts an action; it is carried out though the gateway or its peer goes away meanwhile. The role application may ask for specialist.answer and outcome.report, an admin for all.',
    status: 202,
    answer: actionAccepted,
    idempotent: true,
  })
  async act(
    @Body({ schema: actionBody }) body: ActionBody,
    @IdempotencyKey() key: string | undefined,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    const roles = rolesOfKind(body.kind);
    if (!mayDo(caller.role, roles)) throw forbidden(caller.role, roles);
    const { action_id, kind, status, corr_id } = await this.store.accept(withIdempotencyKey(body, key), caller);
    this.runner.wake();
    return { action_id, kind, status, corr_id };
  }

  @Get('state/actions')
  @Needs('viewer', 'application')
  @Answers({ summary: "Actions, newest first; an application's own.", answer: actionPage })
  async listActions(
    @Query({ schema: actionQuery }) { cursor, limit, kind, status }: ActionQuery,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    const actions = await this.store.list({ before: cursor, subject: ownOf(caller), kind, status }, limit + 1);
    const page = actions.slice(0, limit);
    return { items: page.map(shown), next_cursor: actions.length > limit ? (page.at(-1)?.action_id ?? null) : null };
  }

  @Get('state/actions/:action_id')
  @Needs('viewer', 'application')
  @Answers({ summary: "An action and what became of it; an application's own.", answer: actionRow })
  async getAction(@Param('action_id') id: string, @Caller() caller: CallerContext): Promise<object> {
    const action = await this.store.find(id, ownOf(caller));
    if (action === undefined) throw new DomainError('not_found', `there is no action ${id.slice(0, 200)}`);
    return shown(action);
  }
}
