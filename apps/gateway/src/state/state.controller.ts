import { Get, Param, Query } from '@nestjs/common';
import { Answers, Caller, HttpController, Needs, type CallerContext } from '@ao/http';
import { Part } from '@ao/service';
import { type Peers } from '../peers/peers.js';
import { pageOf, rowOf, type Page } from './state-rows.js';
import {
  pageAnswer,
  pageAnswers,
  pageQuery,
  pageQueryOf,
  rowAnswer,
  rowAnswers,
  type PageQuery,
} from './state.schemas.js';

/** Every view of /state by its name: the table stateRows of @ao/contracts. */
@HttpController('state')
export class StateController {
  constructor(@Part('peers') private readonly peers: Peers) {}

  @Get('governor/hints')
  @Answers({
    summary: 'The governor hints of started jobs, newest first; in_force=true: those in force now.',
    answer: pageAnswer('governor-hints'),
  })
  listGovernorHints(
    @Query({ schema: pageQueryOf('governor-hints') }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return pageOf(this.peers, 'governor-hints', query, caller);
  }

  @Get(':view')
  @Answers({
    summary: 'A view, newest first.',
    answer: pageAnswer('jobs'),
    byParameter: { name: 'view', values: pageAnswers },
  })
  listRows(
    @Param('view') view: string,
    @Query({ schema: pageQuery }) query: PageQuery,
    @Caller() caller: CallerContext,
  ): Promise<Page> {
    return pageOf(this.peers, view, query, caller);
  }

  @Get(':view/:id')
  @Answers({
    summary: 'A row of a view.',
    answer: rowAnswer('jobs'),
    byParameter: { name: 'view', values: rowAnswers },
  })
  getRow(@Param('view') view: string, @Param('id') id: string, @Caller() caller: CallerContext): Promise<object> {
    return rowOf(this.peers, view, id, caller);
  }

  @Get('slots/:agent/:task_set')
  @Needs('viewer', 'application')
  @Answers({ summary: 'A slot by agent and task set, without percent-encoding.', answer: rowAnswer('slots') })
  getSlot(
    @Param('agent') agent: string,
    @Param('task_set') taskSet: string,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    return rowOf(this.peers, 'slots', `${agent}/${taskSet}`, caller);
  }

  @Get('gate-ledgers/:agent/:task_set')
  @Answers({
    summary: "A slot's ledger of spent error by agent and task set, without percent-encoding.",
    answer: rowAnswer('gate-ledgers'),
  })
  getGateLedger(
    @Param('agent') agent: string,
    @Param('task_set') taskSet: string,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    return rowOf(this.peers, 'gate-ledgers', `${agent}/${taskSet}`, caller);
  }
}
