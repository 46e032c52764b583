import { Body, Post } from '@nestjs/common';
import { cognition } from '@ao/contracts';
import { Answers, Caller, HttpController, Needs, type CallerContext } from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { answerAnswer, answerBody, type AnswerBody } from './specialists.schemas.js';

/** What an answer always has: its JSON form leaves out what is empty or 0. */
const noAnswer = {
  slot_version: 0,
  unit_id: '',
  configuration_hash: '',
  escalated_to: '',
  tokens_in: 0,
  tokens_out: 0,
  latency_ms: 0,
};

/** The first question after a promotion waits while the specialist is fitted. */
const deadlineMs = 60_000;

/** Questions to the specialists that serve: calls with an answer, not actions. */
@HttpController('specialists')
export class SpecialistsController {
  constructor(@Part('peers') private readonly peers: Peers) {}

  @Post('answer')
  @Needs('admin', 'application')
  @Answers({ summary: 'Asks the specialist that serves a slot; writes nothing.', answer: answerAnswer })
  async answer(@Body({ schema: answerBody }) body: AnswerBody, @Caller() caller: CallerContext): Promise<object> {
    const { slot = `${body.agent}/${body.task_set}`, input, key, label } = body;
    const answer = await this.peers.specialists.answer(
      { slot, input, key, label },
      { ...onBehalfOf(caller), deadlineMs },
    );
    return { ...noAnswer, ...(cognition.AnswerResponse.toJSON(answer) as object) };
  }
}
