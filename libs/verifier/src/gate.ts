import type { Json } from './archive.js';
import { bisect, contrastOf, evenly, mean, mixture, normalProbability } from './arithmetic.js';
/** One arm on the item at a place of a block: means over its runs. A list that is absent is all zero, an absent confidence none. */
export const itemAt = (metric: string, runs: number, arm: Json, place: number) => {
  const raw = (list: string): Json[] =>
    Array.from({ length: runs }, (_, run) => arm[list]?.[place * runs + run] ?? null);
  const of = (list: string): number => mean(raw(list).map(Number));
  const [said, solved] = [raw('confidence'), of('solved')];
  const losses = raw('solved').map((each, run) => ((said[run] ?? 0.5) - Number(each)) ** 2);
  const values: Json = {
    solve_rate: solved,
    score: of('score'),
    pass_k: Number(solved === 1),
    calibration: mean(losses.map((loss) => 1 - loss)),
  };
  const amounts = {
    latency: of('latencyMs'),
    tokens: of('tokens'),
    cost: of('costMicros'),
    length: of('outputChars'),
    refused: of('refused'),
    touched: of('touchedScorer'),
  };
  return {
    ...amounts,
    value: values[metric] as number,
    solved,
    loss: mean(losses.filter((_, run) => said[run] !== null)),
  };
};
type Item = ReturnType<typeof itemAt>;
type Pair = { readonly candidate: Item; readonly incumbent: Item; readonly slice: string };
/** What a guardrail takes of a pair: both sides, and a contrast or harm; NaN: it is not about this item. */
type Rule = (
  candidate: Item,
  incumbent: Item,
  slice: string,
) => readonly [candidate: number, incumbent: number, value: number];
/** A guardrail, off where the margin is null. With a limit its mean contrast is judged by a confidence sequence, else its mean harm by bets for and against. */
const guard = (breach: string, alpha: number, [margin, rule, limit]: readonly [number | null, Rule, number?]) => {
  const [values, keeps, breaks, allowed] = [
    [] as number[],
    mixture(evenly(0, 1, 1)),
    mixture(evenly(0, 1, 1)),
    margin ?? 0,
  ];
  const totals = { candidateTotal: 0, incumbentTotal: 0 };
  const add = ({ candidate, incumbent, slice }: Pair): void => {
    const [mine, other, value] = rule(candidate, incumbent, slice);
    if (margin === null || Number.isNaN(value)) return;
    Object.assign(totals, {
      candidateTotal: totals.candidateTotal + mine,
      incumbentTotal: totals.incumbentTotal + other,
    });
    values.push(value);
    [1, -1].forEach((side) =>
      (side === 1 ? keeps : breaks).add(
        (side * (Math.min(allowed, 0.99) - value)) / (1 - side * Math.min(allowed, 0.99)),
      ),
    );
  };
  const evidence = (): Json => {
    const [logThreshold, logWithin, logBreached, items, { contrast, width }] = [
      -Math.log(alpha),
      keeps.log(),
      breaks.log(),
      values.length,
      contrastOf(values, alpha),
    ];
    const [low, high] = width === Infinity ? [null, null] : [contrast.mean - width, contrast.mean + width];
    const [within, breached, over, shown] =
      limit === undefined
        ? [
            logWithin >= logThreshold,
            logBreached >= logThreshold,
            totals.candidateTotal - totals.incumbentTotal > allowed * items,
            { items, logWithin, logBreached, logThreshold },
          ]
        : [
            contrast.mean + width <= limit,
            contrast.mean - width > limit,
            contrast.mean > 0,
            { limit, contrast, low, high },
          ];
    const [no, seen] = breach.startsWith('tripwire')
      ? ['tripped', over ? 'open' : 'clear']
      : ['breached', within ? 'within' : 'open'];
    return { status: margin === null ? 'off' : breached ? no : seen, margin, ...totals, ...shown };
  };
  return { breach, add, evidence };
};
/** Tripwires and guardrails in the order in which a breach is named. An answer of nothing says nothing about length. */
const guardsOf = ({
  guardrailAlpha,
  latencyFloorMs: lift,
  lengthFloorChars,
  metric,
  slices,
  ...margins
}: Json): Json[] => {
  const amount = (margin: number, of: (item: Item) => number, floor = 0): [number, Rule, number] => [
    margin,
    (c, u) => [of(c), of(u), floor + of(c) - (1 + margin) * (floor + of(u))],
    0,
  ];
  const what: Record<string, readonly [number | null, Rule, number?]> = {
    tripwire_refusal: [margins.refusalMargin, ({ refused: c }, { refused: u }) => [c, u, c - u]],
    tripwire_length: amount(margins.lengthMargin, ({ length }) => length || NaN, lengthFloorChars),
    latency_breached: [
      margins.latencyMargin,
      ({ latency: c }, { latency: u }) => [c, u, Math.log((lift + c) / (lift + u))],
      Math.log1p(margins.latencyMargin ?? 0),
    ],
    tokens_breached: amount(margins.tokensMargin, ({ tokens }) => tokens),
    cost_breached: amount(margins.costMargin, ({ cost }) => cost),
    calibration_breached: [margins.calibrationMargin, ({ loss: c }, { loss: u }) => [c, u, c - u]],
    solve_rate_breached: [
      metric === 'calibration' ? margins.solveMargin : null,
      ({ solved: c }, { solved: u }) => [c, u, u - c],
    ],
  };
  const parts = slices.map(({ name, margin }: Json) =>
    guard('slice_breached', guardrailAlpha, [
      margin,
      ({ value: c }, { value: u }, slice) => [c, u, slice === name ? u - c : NaN],
    ]),
  );
  return [...Object.entries(what).map(([breach, each]) => guard(breach, guardrailAlpha, each)), ...parts];
};
/** Chance that a comparison which goes on still proves a gain as large as was seen, or as the smallest worth having; without a win yet, that of none if it had that gain. */
const power = ({
  maxPairs,
  minGain,
  alpha,
  wagers,
  pairs,
  wins,
  candidateTotal,
  incumbentTotal,
  squares,
}: Json): number => {
  const [won, lost, left] = [
    (squares + candidateTotal - incumbentTotal) / 2,
    (squares - candidateTotal + incumbentTotal) / 2,
    maxPairs - pairs,
  ];
  const discordant = (won + lost + 1) / (pairs + 2);
  const [gain, atEnd, spread] = [
    Math.min(discordant, Math.max(minGain, (won - lost) / pairs)),
    Math.round(won + lost + discordant * left),
    Math.sqrt(discordant * left),
  ];
  const proves = (more: number, wealth = mixture(wagers)): boolean => (
    wealth.add(1, more),
    wealth.add(-1, atEnd - more),
    wealth.log() >= -Math.log(alpha)
  );
  const missing = 2 * Math.ceil(bisect((more) => !proves(more), 0, atEnd + 1)) - atEnd - (won - lost);
  return Math.min(
    wins === 0 ? (1 - minGain) ** pairs : 1,
    spread === 0 ? Number(missing <= 0) : 1 - normalProbability((missing - gain * left) / spread),
  );
};
/** Why a comparison that no guardrail ended ends; undefined while it goes on. */
const givenUp = (at: Json): string | undefined => {
  const [same, last] = [at.wins + at.losses === 0, at.pairs >= at.maxPairs];
  if (at.provenAt !== null) return last ? 'guardrail_open' : undefined;
  if (last) return same ? 'identical' : 'not_proven';
  return at.pairs >= Math.max(30, at.minPairs) && power(at) < at.futility
    ? same
      ? 'identical'
      : 'hopeless'
    : undefined;
};
const endOf = (at: Json): string | undefined => {
  const standing: Json[] = at.guards.map(({ breach, evidence }: Json) => ({ breach, status: evidence().status }));
  if (at.touches > 0) return 'tripwire_scorer';
  if (at.pairs < at.minPairs) return givenUp(at);
  return (
    standing.find(({ status }) => ['tripped', 'breached'].includes(status))?.breach ??
    (at.provenAt !== null && standing.every(({ status }) => status !== 'open') ? 'proven_better' : givenUp(at))
  );
};
const step = (at: Json, pair: Pair): void => {
  const [c, u, last] = [pair.candidate.value, pair.incumbent.value, at.path.at(-1)?.pairs ?? 0];
  const added = {
    pairs: 1,
    wins: Number(c > u),
    losses: Number(c < u),
    candidateTotal: c,
    incumbentTotal: u,
    squares: (c - u) ** 2,
    touches: Number(pair.candidate.touched > 0),
  };
  Object.entries(added).forEach(([name, value]) => (at[name] += value));
  [...at.guards.map(({ add }: Json) => add), () => at.wealth.add(c - u)].forEach((add) => add(pair));
  at.provenAt ??= at.wealth.log() >= -Math.log(at.alpha) ? at.pairs : null;
  at.code = endOf(at);
  if (at.provenAt === at.pairs || at.code || at.pairs >= Math.max(last + 10, Math.ceil(1.25 * last)))
    at.path.push({ pairs: at.pairs, wins: at.wins, losses: at.losses, logEValue: at.wealth.log() });
};
/** A comparison again, pair by pair: its outcome, and the evidence that its verdict must show. Pairs after its end change nothing. */
export const replay = (policy: Json, pairs: readonly Pair[]): { outcome: string; evidence: Json } => {
  const wagers = [
    ...evenly(Math.min(0.6, 2 * policy.minGain), Math.min(0.95, Math.max(0.4, 4 * policy.minGain)), 0.9),
    ...evenly(0, 1, 0.1),
  ];
  const counts = { pairs: 0, wins: 0, losses: 0, candidateTotal: 0, incumbentTotal: 0, squares: 0, provenAt: null };
  const at: Json = {
    ...policy,
    ...counts,
    touches: 0,
    wagers,
    guards: guardsOf(policy),
    wealth: mixture(wagers),
    path: [],
  };
  pairs.forEach((pair) => at.code ?? step(at, pair));
  const [
    { logWithin: _1, ...refusal },
    { limit: _2, high: _3, ...length },
    latency,
    tokens,
    cost,
    calibration,
    solveRate,
    ...parts
  ] = at.guards.map(({ evidence }: Json) => evidence());
  const [slices, scorer] = [
    parts.map((part: Json, index: number) => ({ name: policy.slices[index].name, ...part })),
    { status: at.touches > 0 ? 'tripped' : 'clear', touches: at.touches },
  ];
  const [code, seen, logThreshold] = [
    at.code ?? 'undecided',
    Object.fromEntries(Object.keys(counts).map((name) => [name, at[name]])),
    -Math.log(policy.alpha),
  ];
  const sums = {
    ...seen,
    ties: at.pairs - at.wins - at.losses,
    logEValue: at.wealth.log(),
    logThreshold,
    alphaSpent: policy.alpha,
    wagers,
    path: at.path,
    policy,
    code,
  };
  const outcome =
    code === 'proven_better'
      ? 'promoted'
      : ['guardrail_open', 'not_proven', 'undecided'].includes(code)
        ? 'held'
        : 'rejected';
  return {
    outcome,
    evidence: {
      ...sums,
      latency,
      tokens,
      cost,
      calibration,
      solveRate,
      slices,
      tripwires: { refusal, length, scorer },
    },
  };
};
