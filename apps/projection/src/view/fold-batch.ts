import type { DecodedFact } from '@ao/contracts';
import type { AnyView, FactMeta, Rule, ViewRow } from './view.js';

/** A fact and its envelope. */
export interface ReceivedFact {
  readonly fact: DecodedFact;
  readonly meta: FactMeta;
}

/** One fact that a view has a rule for. */
export interface Step extends ReceivedFact {
  readonly rule: Rule<ViewRow>;
  /** The row, or with `rule.via` the link. */
  readonly target: string;
}

/** What became of one row. */
export interface RowChange {
  readonly id: string;
  readonly before: ViewRow | undefined;
  readonly after: ViewRow;
  /** The last fact that changed it. */
  readonly meta: FactMeta;
}

/** Rows and links as the store has them. */
export interface Known {
  readonly rows: ReadonlyMap<string, ViewRow>;
  readonly links: ReadonlyMap<string, string>;
}

const ruleOf = (view: AnyView, { fact }: ReceivedFact): Rule<ViewRow> | undefined => view.rules[fact.type];

/** The facts that a view has rules for, oldest first. */
export const stepsOf = (view: AnyView, received: readonly ReceivedFact[]): readonly Step[] =>
  received.flatMap((one) => {
    const rule = ruleOf(view, one);
    const target = rule?.row(one.fact, one.meta);
    return rule === undefined || target === undefined ? [] : [{ ...one, rule, target }];
  });

/** The links that these facts make. */
export const linksOf = (steps: readonly Step[]): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap(({ rule, fact }) => {
      const link = rule.link?.(fact);
      return link === undefined ? [] : [[link.from, link.to] as const];
    }),
  );

/** Links that the store must give before the rows can be named. */
export const neededLinks = (steps: readonly Step[], made: ReadonlyMap<string, string>): readonly string[] => [
  ...new Set(steps.filter(({ rule, target }) => rule.via && !made.has(target)).map(({ target }) => target)),
];

/** The row that a step is about; undefined where its link is not known. */
export const rowIdOf = ({ rule, target }: Step, links: ReadonlyMap<string, string>): string | undefined =>
  rule.via ? links.get(target) : target;

/** Rows that the store must give before the facts can be folded. */
export const neededRows = (steps: readonly Step[], links: ReadonlyMap<string, string>): readonly string[] => [
  ...new Set(steps.map((step) => rowIdOf(step, links)).filter((id) => id !== undefined)),
];

/** Folds a run of facts into the rows that they are about. Pure: the same facts over the same rows give the same changes. */
export const foldBatch = (steps: readonly Step[], { rows, links }: Known): readonly RowChange[] => {
  const changes = new Map<string, RowChange>();
  for (const step of steps) {
    const id = rowIdOf(step, links);
    if (id === undefined) continue;
    const stored = rows.get(id);
    const current = changes.get(id)?.after ?? stored;
    const after = step.rule.fold(current, step.fact, step.meta);
    if (after !== undefined && after !== current) changes.set(id, { id, before: stored, after, meta: step.meta });
  }
  return [...changes.values()];
};
