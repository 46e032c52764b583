import type { state } from '@ao/contracts';
import { DomainError } from '@ao/kernel';
import { entriesOf, type FeedEntry } from './feed-page.js';
import {
  comparePositions,
  endOfPage,
  feedStart,
  formatPosition,
  parsePosition,
  type FeedPosition,
} from './feed-position.js';
import type { FeedTail } from './feed-tail.js';
import { pagesAtOnce, passes, type FeedReader, type PlacedPage } from './read-feed.js';

/** What watching needs. */
export interface Watching {
  readonly reader: FeedReader;
  readonly tail: FeedTail;
  readonly signal: AbortSignal;
}

const opening = (place: FeedPosition): state.WatchFeedResponse => ({
  cursor: formatPosition(place),
  id: '',
  type: '',
  source: '',
  key: '',
  corrId: '',
  causationId: '',
  streamVersion: 0,
});

const responseOf = (
  { transactionId, page }: PlacedPage,
  { index, head, data }: FeedEntry,
): state.WatchFeedResponse => ({
  cursor: formatPosition({ transactionId, page, index }),
  id: head.id,
  type: head.type,
  source: head.source,
  key: head.key,
  corrId: head.corr_id,
  causationId: head.causation_id,
  time: new Date(head.time),
  streamVersion: head.stream_version,
  data: data,
});

/** The later of two places; the start of the feed where neither is known. */
const latest = (one = feedStart, other = feedStart): FeedPosition => (comparePositions(one, other) > 0 ? one : other);

const startOf = async ({ after, fromStart }: state.WatchFeedRequest, reader: FeedReader): Promise<FeedPosition> => {
  if (after === '') return fromStart ? feedStart : ((await reader.tail()) ?? feedStart);
  const place = parsePosition(after);
  const trimmed = await reader.trimmed();
  if (trimmed && comparePositions(place, trimmed) < 0)
    throw new DomainError(
      'out_of_range',
      'the feed no longer keeps what came after this cursor: read /state, and watch from now on',
      [{ path: 'after', message: 'is older than the feed' }],
    );
  const end = latest(await reader.tail(), trimmed);
  if (comparePositions(place, end) > 0)
    throw new DomainError(
      'out_of_range',
      'this cursor lies ahead of the feed, so it is of another one, such as before the data was restored: read /state, and watch from now on',
      [{ path: 'after', message: 'is newer than the feed' }],
    );
  return place;
};

const isPast = (at: FeedPosition, { transactionId, page }: PlacedPage, index: number): boolean =>
  comparePositions({ transactionId, page, index }, at) > 0;

/** Everything that passes between two places. */
async function* between(
  reader: FeedReader,
  request: state.WatchFeedRequest,
  from: FeedPosition,
  upTo: FeedPosition,
): AsyncGenerator<state.WatchFeedResponse> {
  for (let at = from; ;) {
    const pages = await reader.pages(at, upTo, request);
    for (const page of pages) {
      const start = at;
      for (const entry of entriesOf(page, (head, index) => isPast(start, page, index) && passes(request, head)))
        yield responseOf(page, entry);
      at = { transactionId: page.transactionId, page: page.page, index: endOfPage };
    }
    if (pages.length < pagesAtOnce) return;
  }
}

/** The feed from a place on, until the signal ends it, or with `snapshot` what is there now. */
export async function* watchFeed(
  request: state.WatchFeedRequest,
  { reader, tail, signal }: Watching,
): AsyncGenerator<state.WatchFeedResponse> {
  let at = await startOf(request, reader);
  if (request.opening) yield opening(at);
  while (!signal.aborted) {
    const upTo = await reader.tail();
    if (upTo && comparePositions(upTo, at) > 0) {
      yield* between(reader, request, at, upTo);
      at = upTo;
    }
    if (request.snapshot) return;
    await tail.beyond(at, signal);
  }
}
