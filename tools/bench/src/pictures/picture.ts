import type { TopLevelSpec } from 'vega-lite';

/** A Vega-Lite specification without its frame: marks, encodings, panels. */
export type Drawing = Readonly<Record<string, unknown>>;

/** A picture of the documentation: what it is called, and how it is made. `say` gets the numbers that it shows. */
export interface Picture {
  readonly file: string;
  readonly draw: (say: (line: string) => void) => Drawing;
}

/** What is ours, what is compared with it, the limit of what can be, and a bar that matters. */
export const colours = {
  ours: '#1f6fb4',
  rival: '#c2571a',
  third: '#6d4aa8',
  limit: '#6b7280',
  bar: '#b42318',
  pale: '#b8bec8',
} as const;

const ink = '#24292f';

/** White paper, so that it reads on a dark page too; no fonts but those that every machine has. */
const frame: Drawing = {
  background: 'white',
  padding: 12,
  config: {
    font: 'Helvetica, Arial, DejaVu Sans, sans-serif',
    view: { stroke: null },
    title: {
      anchor: 'start',
      fontSize: 14,
      fontWeight: 'bold',
      color: ink,
      subtitleColor: ink,
      subtitleFontSize: 12,
      subtitlePadding: 4,
      offset: 12,
    },
    axis: {
      labelColor: ink,
      titleColor: ink,
      titleFontWeight: 'normal',
      labelFontSize: 11,
      titleFontSize: 12,
      gridColor: '#e6e8eb',
      domainColor: '#8a919c',
      tickColor: '#8a919c',
    },
    legend: {
      labelColor: ink,
      titleColor: ink,
      labelFontSize: 12,
      symbolStrokeWidth: 3,
      symbolSize: 120,
      labelLimit: 700,
    },
    text: { color: ink, fontSize: 11 },
  },
};

/** What Vega measures words by, and how its numbering of clips begins anew; its types do not have them. */
interface Internals {
  readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
  readonly resetSVGDefIds: () => void;
}

/** Widths of letters in their size, as in the widest of the fonts named above; other letters have that of the last. */
const letters: readonly (readonly [RegExp, number])[] = [
  [/[ .,:;'ijl]/, 0.33],
  [/[%mwMW]/, 0.95],
  [/./, 0.62],
];

const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letters.find(([kind]) => kind.test(letter))?.[1] ?? 0), 0);

/** The picture as SVG; the same drawing always gives the same text, whatever fonts the machine has. Vega awaits while it is loaded, so it cannot be required. */
export const svgOf = async (drawing: Drawing): Promise<string> => {
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const { parse, View } = vega;
  const { textMetrics, resetSVGDefIds } = vega as unknown as Internals;
  textMetrics.width = ({ fontSize = 11 }, text) => fontSize * widthOf(String(text));
  resetSVGDefIds();
  const { spec } = compile({ ...frame, ...drawing } as unknown as TopLevelSpec);
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
};

/** Names of series with their colours, in the order of the legend. */
export type Series = Readonly<Record<string, string>>;

/** Colour by the field `series`, with a legend above the picture. */
export const bySeries = (series: Series, columns = 0): Drawing => ({
  field: 'series',
  type: 'nominal',
  scale: { domain: Object.keys(series), range: Object.values(series) },
  legend: { title: null, orient: 'top', direction: columns === 1 ? 'vertical' : 'horizontal', columns, offset: 4 },
});

/** A dashed line across a picture at a value of y. */
export const barAt = (y: number): Drawing => ({
  data: { values: [{ bar: y }] },
  mark: { type: 'rule', color: colours.bar, strokeDash: [6, 4], strokeWidth: 1.5 },
  encoding: { y: { field: 'bar', type: 'quantitative' } },
});

/** Words at a point of a picture. */
export const note = (
  text: string,
  {
    x,
    y,
    align = 'left',
    colour = ink,
  }: { readonly x: number; readonly y: number; readonly align?: string; readonly colour?: string },
): Drawing => ({
  data: { values: [{ noteX: x, noteY: y }] },
  mark: { type: 'text', text, align, baseline: 'bottom', dy: -4, color: colour },
  encoding: { x: { field: 'noteX', type: 'quantitative' }, y: { field: 'noteY', type: 'quantitative' } },
});

/** Enough digits for a picture. */
export const short = (value: number): number => Number(value.toPrecision(4));

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
