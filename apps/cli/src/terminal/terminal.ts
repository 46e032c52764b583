import pc from 'picocolors';

type Colours = ReturnType<typeof pc.createColors>;

/** A stream that may be a terminal. */
export type Sink = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Where the process writes: results to `out`, progress and errors to `err`. */
export interface Terminal {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: NodeJS.ProcessEnv;
}

/** How text is drawn. */
export interface Style {
  readonly colour: Colours;
  /** Characters in a line. */
  readonly width: number;
  /** Nobody looks at a screen (a pipe, a file): nothing is cut, and times are ISO 8601 in UTC. */
  readonly whole: boolean;
}

const narrowest = 60;
const widest = 120;
const usual = 80;

const wantsColour = ({ isTTY }: Sink, env: NodeJS.ProcessEnv): boolean => {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return isTTY === true && env['TERM'] !== 'dumb';
};

/** Colours where they are wanted (NO_COLOR, FORCE_COLOR, a terminal), and a width of 60 to 120; 80 where nobody says. */
export const styleFor = (sink: Sink, env: NodeJS.ProcessEnv): Style => {
  const columns = sink.columns ?? (Number(env['COLUMNS']) || usual);
  return {
    colour: pc.createColors(wantsColour(sink, env)),
    width: Math.max(narrowest, Math.min(widest, columns)),
    whole: sink.isTTY !== true,
  };
};

/** No colours. */
export const plainStyle = (width = usual, whole = false): Style => ({ colour: pc.createColors(false), width, whole });
