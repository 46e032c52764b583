import { Get, Param, Query } from '@nestjs/common';
import { Answers, Caller, HttpController, type CallerContext } from '@ao/http';
import { Part } from '@ao/service';
import { type Peers } from '../peers/peers.js';
import { pageOf, rowOf, type Page } from './state-rows.js';
import { pageAnswer, pageQueryOf, rowAnswer, type PageQuery } from './state.schemas.js';

/** Training jobs and what belongs to them. */
@HttpController('state/orchestrator/jobs')
export class JobsController {
  constructor(@Part('peers') private readonly peers: Peers) {}

  @Get()
  @Answers({ summary: 'Training jobs, newest first.', answer: pageAnswer('jobs') })
  listJobs(@Query({ schema: pageQueryOf('jobs') }) query: PageQuery, @Caller() caller: CallerContext): Promise<Page> {
    return pageOf(this.peers, 'jobs', query, caller);
  }

  @Get(':job_id')
  @Answers({ summary: 'A training job.', answer: rowAnswer('jobs') })
  getJob(@Param('job_id') id: string, @Caller() caller: CallerContext): Promise<object> {
    return rowOf(this.peers, 'jobs', id, caller);
  }

  @Get(':job_id/trials')
  @Answers({ summary: 'The trials of a job, newest first.', answer: pageAnswer('trials') })
  listJobTrials(
    @Param('job_id') id: string,
    @Query({ schema: pageQueryOf('trials') }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return this.belonging('trials', id, query, caller);
  }

  @Get(':job_id/episodes')
  @Answers({ summary: 'The episodes of a job, newest first.', answer: pageAnswer('episodes') })
  listJobEpisodes(
    @Param('job_id') id: string,
    @Query({ schema: pageQueryOf('episodes') }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return this.belonging('episodes', id, query, caller);
  }

  @Get(':job_id/reports')
  @Answers({ summary: 'The evaluation reports of a job, newest first.', answer: pageAnswer('reports') })
  listJobReports(
    @Param('job_id') id: string,
    @Query({ schema: pageQueryOf('reports') }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return this.belonging('reports', id, query, caller);
  }

  @Get(':job_id/decisions')
  @Answers({
    summary: 'The promotion decisions of a job with their evidence, newest first.',
    answer: pageAnswer('decisions'),
  })
  listJobDecisions(
    @Param('job_id') id: string,
    @Query({ schema: pageQueryOf('decisions') }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return this.belonging('decisions', id, query, caller);
  }

  /** A job that is not there is not found; one without such rows has an empty page. */
  private async belonging(view: string, id: string, query: PageQuery, caller: CallerContext): Promise<Page> {
    const [page] = await Promise.all([
      pageOf(this.peers, view, { ...query, job_id: id }, caller),
      rowOf(this.peers, 'jobs', id, caller),
    ]);
    return page;
  }
}
