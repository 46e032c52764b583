import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { DomainError } from '@ao/kernel';
import { Answers, Caller, HttpController, Needs, type CallerContext } from '@ao/http';
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

/** Nest token of the actions' store. */
export const ACTION_STORE = Symbol('ACTION_STORE');

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

/** The only way to change something over HTTP, and what became of it. */
@HttpController()
export class ActionsController {
  constructor(
    @Inject(ACTION_STORE) private readonly store: ActionStore,
    @Inject(ActionRunner) private readonly runner: ActionRunner,
  ) {}

  @Post('actions')
  @Needs('admin')
  @Answers({
    summary: 'Accepts an action; it is carried out though the gateway or its peer goes away meanwhile.',
    status: 202,
    answer: actionAccepted,
  })
  async act(@Body({ schema: actionBody }) body: ActionBody, @Caller() caller: CallerContext): Promise<object> {
    const { action_id, kind, status, corr_id } = await this.store.accept(body, caller);
    this.runner.poke();
    return { action_id, kind, status, corr_id };
  }

  @Get('state/actions')
  @Answers({ summary: 'Actions, newest first.', answer: actionPage })
  async listActions(@Query({ schema: actionQuery }) { cursor, limit }: ActionQuery): Promise<object> {
    const actions = await this.store.list(cursor, limit + 1);
    const page = actions.slice(0, limit);
    return { items: page.map(shown), next_cursor: actions.length > limit ? (page.at(-1)?.action_id ?? null) : null };
  }

  @Get('state/actions/:action_id')
  @Answers({ summary: 'An action and what became of it.', answer: actionRow })
  async getAction(@Param('action_id') id: string): Promise<object> {
    const action = await this.store.find(id);
    if (action === undefined) throw new DomainError('not_found', `there is no action ${id.slice(0, 200)}`);
    return shown(action);
  }
}
