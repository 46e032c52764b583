import { Get, Headers, Inject, Query, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { state } from '@ao/contracts';
import { Answers, Caller, HttpController, OpenStreams, writeEventStream, type CallerContext, type StreamedEvent } from '@ao/http';
import { CLIENTS, type Clients } from '../gateway.clients.js';

const flag = z.enum(['true', 'false', '1', '0']).default('false').transform((text) => text === 'true' || text === '1');

const eventsQuery = z.strictObject({
  corr_id: z.string().max(128).default('').describe('Only what this request caused'),
  type: z.string().max(100).default('').describe('Only types that start with this, such as "promotion."'),
  from_start: flag.describe('From the oldest kept fact on, where there is no Last-Event-ID'),
  snapshot: flag.describe('End after what is there now'),
});

const eventStream = z.string().describe('text/event-stream: id is the resume token, event the type, data {id, type, source, key, corr_id, causation_id, time, stream_version, data}');
const streamed = { heartbeatMs: 15_000, stalledMs: 30_000 };
const mostStreams = 500;

const eventOf = ({ cursor, type, time, ...fact }: state.WatchFeedResponse): StreamedEvent => {
  // An entry without a type only moves the reader on.
  if (type === '') return { id: cursor };
  const { id, source, key, corrId, causationId, streamVersion, data } = fact;
  return { id: cursor, event: type, data: { id, type, source, key, corr_id: corrId, causation_id: causationId, time: time?.toISOString(), stream_version: streamVersion, data } };
};

async function* events(feed: AsyncIterable<state.WatchFeedResponse>): AsyncGenerator<StreamedEvent> {
  for await (const entry of feed) yield eventOf(entry);
}

/** The one stream: facts as they happen. */
@HttpController('events')
export class EventsController implements BeforeApplicationShutdown {
  private readonly streams = new OpenStreams(mostStreams);

  constructor(@Inject(CLIENTS) private readonly clients: Clients) {}

  @Get()
  @Answers({ summary: 'The facts, as server-sent events; resumes after Last-Event-ID.', answer: eventStream, mediaType: 'text/event-stream' })
  async follow(
    @Query({ schema: eventsQuery }) query: z.output<typeof eventsQuery>,
    @Headers('last-event-id') after: string | undefined,
    @Caller() caller: CallerContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stream = this.streams.enter();
    reply.raw.once('close', () => this.streams.leave(stream));
    try {
      const { corr_id: corrId, type: typePrefix, from_start: fromStart, snapshot } = query;
      const feed = this.clients.state.watchFeed({ corrId, typePrefix, after: after ?? '', fromStart, snapshot, opening: true }, { ...caller, signal: stream.signal });
      reply.hijack();
      await writeEventStream(reply.raw, events(feed), { ...streamed, headers: { 'corr-id': caller.corrId }, signal: stream.signal });
    } finally {
      this.streams.leave(stream);
    }
  }

  beforeApplicationShutdown(): void {
    this.streams.endAll();
  }
}
