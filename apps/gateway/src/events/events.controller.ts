import { Get, Header, Headers, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DomainError } from '@ao/kernel';
import type { state } from '@ao/contracts';
import {
  Answers,
  Caller,
  edgeHeaders,
  HTTP_EDGE,
  HttpController,
  issueTicket,
  OpenStreams,
  TakesTicket,
  writeEventStream,
  type CallerContext,
  type HttpEdge,
  type StreamedEvent,
  type Ticket,
} from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const eventsQuery = z.strictObject({
  corr_id: z.string().max(128).default('').describe('Only what this corr_id caused.'),
  type: z.string().max(128).default('').describe('Only types that start with this, such as "promotion.".'),
  from_start: flag.default(false).describe('From the oldest kept fact on, where no Last-Event-ID is sent.'),
  snapshot: flag.default(false).describe('End after what is there now.'),
  last_event_id: z
    .string()
    .max(64)
    .default('')
    .describe('The same as the header Last-Event-ID, for clients that cannot set it.'),
  ticket: z.string().max(300).optional().describe('A ticket of POST /events/tickets, in place of the token.'),
});

const ticketAnswer = z.object({
  ticket: z.string().describe('Opens GET /events?ticket=... with the rights of its caller.'),
  expires_at: z.string().describe('ISO 8601: no stream is opened with it later. Open streams go on.'),
});

type EventsQuery = z.output<typeof eventsQuery>;

const heartbeatMs = 15_000;
const stalledMs = 60_000;
const openingMs = 4_000;

const eventOf = ({
  cursor,
  id,
  type,
  source,
  key,
  corrId,
  causationId,
  time,
  streamVersion,
  data,
}: state.WatchFeedResponse): StreamedEvent => {
  if (id === '') return { id: cursor };
  const fact = {
    id,
    type,
    source,
    key,
    corr_id: corrId,
    causation_id: causationId,
    time: time?.toISOString() ?? null,
    stream_version: streamVersion,
    data: data ?? {},
  };
  return { id: cursor, event: type, data: fact };
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DomainError('unavailable', 'the feed does not answer')), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

async function* events(
  first: IteratorResult<state.WatchFeedResponse>,
  rest: AsyncIterator<state.WatchFeedResponse>,
  snapshot: boolean,
): AsyncGenerator<StreamedEvent> {
  for (let next = first; !next.done; next = await rest.next()) yield eventOf(next.value);
  // A snapshot that breaks off does not say this.
  if (snapshot) yield { comment: 'that was all' };
}

/** The one stream: facts and row patches as they happen. */
@HttpController('events')
export class EventsController {
  constructor(
    @Part('peers') private readonly peers: Peers,
    @Part('openStreams') private readonly streams: OpenStreams,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  @Post('tickets')
  @Header('cache-control', 'no-store')
  @Answers({
    summary: 'A ticket that opens the stream for a minute, for browsers whose EventSource sends no headers.',
    status: 201,
    answer: ticketAnswer,
  })
  issueTicket(@Caller() { role }: CallerContext): Ticket {
    return issueTicket(this.edge.access.service, role, Date.now());
  }

  @Get()
  @TakesTicket()
  @Answers({
    summary: 'Facts and row patches (type state.read.model.patch) as server-sent events; resumes after Last-Event-ID.',
    answer: z.string(),
    mediaType: 'text/event-stream',
  })
  async watchEvents(
    @Query({ schema: eventsQuery }) query: EventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: CallerContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = this.streams.enter();
    reply.raw.once('close', () => this.streams.leave(place));
    try {
      const feed = this.watch({ ...query, last_event_id: lastEventId ?? query.last_event_id }, caller, place.signal);
      const first = await within(openingMs, feed.next());
      void reply.hijack();
      await this.write(reply, events(first, feed, query.snapshot), caller, place.signal);
    } finally {
      this.streams.leave(place);
    }
  }

  private watch(
    query: EventsQuery,
    caller: CallerContext,
    signal: AbortSignal,
  ): AsyncIterator<state.WatchFeedResponse> {
    const { corr_id: corrId, type: typePrefix, from_start: fromStart, snapshot, last_event_id: after } = query;
    return this.peers.state
      .watchFeed({ corrId, typePrefix, after, fromStart, snapshot, opening: true }, { ...onBehalfOf(caller), signal })
      [Symbol.asyncIterator]();
  }

  private async write(
    reply: FastifyReply,
    source: AsyncIterable<StreamedEvent>,
    caller: CallerContext,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await writeEventStream(reply.raw, source, {
        headers: edgeHeaders(reply),
        heartbeatMs,
        stalledMs,
        signal,
      });
    } catch (error) {
      this.edge.logger.info({ err: error, corr_id: caller.corrId }, 'an event stream ended early');
    }
  }
}
