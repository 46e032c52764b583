import { Get, Inject, Param, Query } from '@nestjs/common';
import { DomainError } from '@ao/kernel';
import { Answers, Caller, HttpController, type CallerContext } from '@ao/http';
import { CLIENTS, type Clients } from '../gateway.clients.js';
import { page, pageQuery, row, type PageAnswer, type PageQuery, type RowAnswer } from './page.schema.js';

const ofJobs = ['trials', 'episodes', 'reports', 'decisions'];

/** Every read: rows of the projection's views. */
@HttpController('state')
export class StateController {
  constructor(@Inject(CLIENTS) private readonly clients: Clients) {}

  @Get('orchestrator/jobs')
  @Answers({ summary: 'Training jobs, newest first.', answer: page })
  jobs(@Query({ schema: pageQuery }) query: PageQuery, @Caller() caller: CallerContext): Promise<PageAnswer> {
    return this.page('jobs', query, caller);
  }

  @Get('orchestrator/jobs/:job_id')
  @Answers({ summary: 'One training job.', answer: row })
  job(@Param('job_id') id: string, @Caller() caller: CallerContext): Promise<RowAnswer> {
    return this.row('jobs', id, caller);
  }

  @Get('orchestrator/jobs/:job_id/:part')
  @Answers({ summary: 'Trials, episodes, reports or decisions of one job, newest first.', answer: page })
  async partOfJob(@Param() { job_id: id, part }: { job_id: string; part: string }, @Query({ schema: pageQuery }) query: PageQuery, @Caller() caller: CallerContext): Promise<PageAnswer> {
    if (!ofJobs.includes(part)) throw new DomainError('not_found', `a job has no "${part.slice(0, 50)}": it has ${ofJobs.join(', ')}`);
    await this.row('jobs', id, caller);
    return this.page(part, { ...query, job_id: id } as PageQuery, caller);
  }

  @Get(':view')
  @Answers({ summary: 'Rows of a view, newest first: agents, task-sets, trials, episodes, reports, leases, decisions, units, slots, governor-hints.', answer: page })
  rows(@Param('view') view: string, @Query({ schema: pageQuery }) query: PageQuery, @Caller() caller: CallerContext): Promise<PageAnswer> {
    return this.page(view, query, caller);
  }

  @Get(':view/:id')
  @Answers({ summary: 'One row of a view.', answer: row })
  one(@Param() { view, id }: { view: string; id: string }, @Caller() caller: CallerContext): Promise<RowAnswer> {
    return this.row(view, id, caller);
  }

  private async page(view: string, { limit, cursor, ...filters }: PageQuery, caller: CallerContext): Promise<PageAnswer> {
    const { items, nextCursor } = await this.clients.state.listRows({ view, filters: filters as Record<string, string>, cursor, limit }, caller);
    return { items: items.map(({ body }) => body ?? {}), next_cursor: nextCursor === '' ? null : nextCursor };
  }

  private async row(view: string, id: string, caller: CallerContext): Promise<RowAnswer> {
    const found = await this.clients.state.getRow({ view, id }, caller);
    return found.row?.body ?? {};
  }
}
