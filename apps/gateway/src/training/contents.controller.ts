import { Get, Param } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '@ao/kernel';
import { Answers, Caller, HttpController, Needs, type CallerContext } from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';

const contentAnswer = z.object({
  hash: z.string().describe('SHA-256 of the UTF-8 text, 64 hexadecimal digits.'),
  text: z.string(),
});

/** Long texts of profiles, by the hash in their references. */
@HttpController('orchestrator/contents')
export class ContentsController {
  constructor(@Part('peers') private readonly peers: Peers) {}

  @Get(':hash')
  @Needs('viewer')
  @Answers({
    summary: 'The text that "content:sha256:{hash}:{bytes}" stands for in search spaces and configurations.',
    answer: contentAnswer,
  })
  async getContent(
    @Param('hash') hash: string,
    @Caller() caller: CallerContext,
  ): Promise<z.output<typeof contentAnswer>> {
    const { contents } = await this.peers.miniAgents.getContents({ hashes: [hash] }, onBehalfOf(caller));
    const [content] = contents;
    if (content === undefined) throw new DomainError('not_found', `there is no text ${hash.slice(0, 100)}`);
    return content;
  }
}
