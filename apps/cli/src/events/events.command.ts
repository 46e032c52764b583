import type { CommonOptions } from '../session.js';
import { subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { eventText, type FactEvent } from './events.text.js';
import { lastingEvents } from './lasting-events.js';

interface EventsOptions extends CommonOptions {
  readonly corrId?: string;
  readonly type?: string;
  readonly fromStart?: boolean;
  readonly snapshot?: boolean;
  readonly limit?: number;
}

/** Changes of rows are told as facts too; they repeat what made them, so they are shown only where a type is asked for. */
const patchType = 'state.read.model.patch';

/** `ao events`. */
export const eventsCommand: AddCommand = (program, open) => {
  subcommand(program, 'events', 'follow the facts as they happen; Ctrl-C ends it')
    .option('--corr-id <id>', 'only what this request caused')
    .option('--type <prefix>', 'only types that start with this, such as "promotion."')
    .option('--from-start', 'from the oldest kept fact on')
    .option('--snapshot', 'end after what is there now')
    .option('--limit <n>', 'end after so many', wholeNumber)
    .action(async ({ corrId, type, fromStart, snapshot, limit = Infinity, ...options }: EventsOptions) => {
      const session = open(options);
      const enough = new AbortController();
      const query = { corr_id: corrId, type, from_start: fromStart, snapshot };
      const events = lastingEvents(session, query, AbortSignal.any([session.signal, enough.signal]));
      let left = limit;
      if (left <= 0) return;
      for await (const data of events) {
        const event = JSON.parse(data) as FactEvent;
        if (event.type === patchType && !type) continue;
        session.note(event, (style) => eventText(event, style));
        await session.flushed();
        left -= 1;
        if (left <= 0) break;
      }
      enough.abort();
    });
};
