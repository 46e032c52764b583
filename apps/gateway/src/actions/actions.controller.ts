import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '@ao/kernel';
import { Answers, Caller, HttpController, refusal, type CallerContext } from '@ao/http';
import { mayDo } from '@ao/rpc';
import { acceptedAction, action, actionBody, inputs, roleFor, type Action, type ActionBody } from './action.schema.js';
import { ActionRunner } from './action.runner.js';
import { ActionStore, type StoredAction } from './action.store.js';

const recent = z.object({ items: z.array(action) });
const shown = ({ subject: _, ...rest }: StoredAction): Action => rest;

const checkedInput = ({ kind, input }: ActionBody): object => {
  const parsed = inputs[kind].safeParse(input);
  if (!parsed.success) throw refusal(parsed.error.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })));
  return input;
};

/** The only way to change something over HTTP, next to start_training. */
@HttpController()
export class ActionsController {
  constructor(
    @Inject(ActionStore) private readonly store: ActionStore,
    @Inject(ActionRunner) private readonly runner: ActionRunner,
  ) {}

  @Post('actions')
  @Answers({ summary: 'Accepts an action; GET /state/actions/{action_id} says what came of it.', answer: acceptedAction, status: 202 })
  async accept(@Body({ schema: actionBody }) body: ActionBody, @Caller() caller: CallerContext): Promise<z.output<typeof acceptedAction>> {
    const needed = roleFor(body.kind);
    if (!mayDo(caller.role, needed)) throw new DomainError('permission_denied', `${body.kind} needs the role ${needed}; the token has the role ${caller.role}`);
    const input = checkedInput(body);
    const { action: accepted, isNew } = await this.store.accept({ kind: body.kind, input, subject: caller.subject, corrId: caller.corrId, idempotencyKey: body.idempotency_key });
    if (isNew) this.runner.run(accepted);
    return { action_id: accepted.action_id, kind: accepted.kind, status: accepted.status, corr_id: accepted.corr_id };
  }

  @Get('state/actions')
  @Answers({ summary: 'The newest actions, at most a hundred.', answer: recent })
  async list(): Promise<z.output<typeof recent>> {
    return { items: (await this.store.list(100)).map(shown) };
  }

  @Get('state/actions/:action_id')
  @Answers({ summary: 'One action and what came of it.', answer: action })
  async one(@Param('action_id') actionId: string): Promise<Action> {
    return shown(await this.store.get(actionId));
  }
}
