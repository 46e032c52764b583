import { filtersOf, type ParkedEventRow as ServedEvent } from '@ao/contracts';
import { isOld, owned } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** An event that its service can never publish. */
export type ParkedEventRow = FoldRow<ServedEvent>;

/** The events that are parked, or were published after all. */
export const parkedEvents: View<ParkedEventRow> = {
  name: 'parked-events',
  revision: 1,
  filters: filtersOf('parked-events'),
  rules: {
    'log.event.parked': {
      row: ({ data }) => data.eventId,
      fold: (row, { data }, meta) => {
        if (isOld(row, meta)) return row;
        const { eventId, version, service, stream, type, reason } = data;
        const event = { event_id: eventId, stream_version: version, service, stream, type, reason };
        return { ...event, status: 'parked', ...owned(row, meta) };
      },
    },
    'log.event.unparked': {
      row: ({ data }) => data.eventId,
      fold: (row, _, meta) => (row === undefined ? undefined : { ...row, status: 'published', ...owned(row, meta) }),
    },
  },
};
