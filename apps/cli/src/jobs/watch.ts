import { MultiBar, type SingleBar } from 'cli-progress';
import type { Session } from '../session.js';
import { styleFor } from '../terminal/terminal.js';
import type { Progress } from './progress.js';
import {
  clockText,
  phaseText,
  progressLine,
  spendText,
  standingText,
  waitsForOthers,
  type Clock,
} from './progress.text.js';

/** Shows how a job goes. */
export interface Watch {
  update(progress: Progress, clock: Clock): void;
  stop(): void;
}

const lineEveryMs = 3_000;
/** A person takes longer. */
const reminderEveryMs = 60_000;

/** Bars on a terminal; cleared at the end, for the report says it better. */
const bars = ({ terminal }: Session): Watch => {
  const { colour, width } = styleFor(terminal.err, terminal.env);
  const all = new MultiBar({
    stream: terminal.err,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    fps: 4,
    barsize: Math.min(40, width - 46),
  });
  let drawn: readonly [SingleBar, SingleBar, SingleBar] | undefined;
  const start = (): readonly [SingleBar, SingleBar, SingleBar] => [
    all.create(1, 0, { text: '' }, { format: '{text}' }),
    all.create(
      1,
      0,
      { text: '' },
      { format: `${colour.cyan('{bar}')} {text}`, barCompleteChar: '\u2588', barIncompleteChar: '\u2591' },
    ),
    all.create(1, 0, { text: '' }, { format: '{text}' }),
  ];
  return {
    update: (progress, clock) => {
      const [where, bar, money] = (drawn ??= start());
      where.update(0, { text: `${colour.bold(phaseText(progress))}  ${standingText(progress)}` });
      bar.setTotal(Math.max(1, progress.episodes.budget));
      bar.update(progress.episodes.done, { text: clockText(clock) });
      money.update(0, { text: colour.dim(spendText(progress)) });
    },
    stop: () => all.stop(),
  };
};

/** A plain line every few seconds, and one whenever a phase begins. */
const lines = (write: (progress: Progress, clock: Clock) => void): Watch => {
  let due = 0;
  let phase = '';
  return {
    update: (progress, clock) => {
      const now = `${progress.status} ${progress.phase}`;
      if (clock.elapsedMs < due && now === phase) return;
      due = clock.elapsedMs + (waitsForOthers(progress) ? reminderEveryMs : lineEveryMs);
      phase = now;
      write(progress, clock);
    },
    stop: () => undefined,
  };
};

/** Progress as the session wants it: JSON lines on stdout with --json, bars on a terminal, else plain lines on stderr. */
export const watchFor = (session: Session): Watch => {
  const { terminal, json } = session;
  if (json)
    return lines((progress, clock) => session.note({ event: 'progress', ...progress, elapsed_ms: clock.elapsedMs }));
  if (terminal.err.isTTY === true && terminal.env['TERM'] !== 'dumb') return bars(session);
  return lines((progress, clock) => void terminal.err.write(`${progressLine(progress, clock)}\n`));
};
