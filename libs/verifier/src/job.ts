import { canonical, differences, sha256, type Json } from './archive.js';
import { gainOf, mean, sum } from './arithmetic.js';
import { itemAt, replay } from './gate.js';
type Take = (at: Json, data: Json, line: number) => void; // takes in what a line says; `at` is all that the lines before said
const expect = (at: Json, line: number, [expected, found]: readonly [Json, Json], path = 'data'): void =>
  differences(expected, found, path).forEach((what) => at.report(line, what));
/** What goes by a name is the same wherever it is named. */
const same = (at: Json, line: number, name: string, value: Json): void =>
  expect(at, line, [at.known.set(name, at.known.get(name) ?? value).get(name), value], name);
const named: Take = (at, { configuration, configurationHash: hash }, line) =>
  expect(
    at,
    line,
    [
      { hash: sha256(canonical(configuration)), listed: true },
      { hash, listed: at.hashes.has(hash) },
    ],
    'configuration',
  );
/** Pairs that the budget left for a comparison when it started. */
const pairsFor = ({
  trials,
  request: {
    budget,
    taskSet,
    gate: { confirmationItems, runsPerItem },
  },
}: Json): number => {
  const left = Math.max(0, budget.episodes - sum(trials.map(({ count, runs = 1 }: Json) => count * runs)));
  const items = Math.floor((left - Math.min(2 * confirmationItems * runsPerItem, Math.floor(left / 4))) / runsPerItem);
  const ready = sum(
    trials
      .filter(({ purpose, arm }: Json) => purpose === 'gate' && arm === 'incumbent')
      .map(({ count }: Json) => count),
  );
  return Math.max(
    0,
    Math.min(items <= ready ? items : ready + Math.floor((items - ready) / 2), taskSet.holdout - confirmationItems),
  );
};
/** Error that the slot's next test may spend, and what is gone: online fallback, or e-LOND. */
const ledgerOf = ({ slotAlpha, spending }: Json, tests: Json[]) => {
  const [share, promotions] = [
    (slotAlpha * 6) / (Math.PI * (tests.length + 1)) ** 2,
    (until: number) => tests.slice(0, until).filter(({ promoted }) => promoted).length,
  ];
  if (spending === 'e_lond')
    return {
      nextAlpha: share * (promotions(tests.length) + 1),
      spent: sum(tests.map(({ alpha }, test) => alpha / (promotions(test) + 1))),
    };
  return {
    nextAlpha: share + (tests.at(-1)?.promoted ? tests.at(-1).alpha : 0),
    spent: sum(tests.map(({ alpha, promoted }) => (promoted ? 0 : alpha))),
  };
};
const compared =
  (purpose: 'gate' | 'confirmation'): Take =>
  (at, data, line) => {
    const [runs, { itemIds, slices, block }] = [at.policy.runsPerItem, data];
    expect(at, line, [
      {
        ...data,
        finalist: at.decisions.length,
        block: at.outcomes.filter((each: Json) => each.purpose === purpose).length,
      },
      data,
    ]);
    for (const [arm, hash] of [
      ['candidate', at.finalists[data.finalist].configurationHash],
      ['incumbent', at.incumbent.incumbentHash],
    ]) {
      const { result } = at.trials.find(
        (trial: Json) => trial.purpose === purpose && trial.configurationHash === hash && trial.round === block,
      );
      const [{ solved, score = [result.meanScore] }, episodes] = [data[arm], itemIds.length * runs];
      const all =
        result.episodes > episodes && arm === 'incumbent'
          ? {}
          : { episodes, solved: solved.split('1').length - 1, meanScore: mean(score) }; // {}: an earlier finalist's trial
      expect(at, line, [{ ...result, ...all }, result], `result of the ${arm}'s trial`);
      Object.entries(data[arm]).forEach(([name, list]: Json) =>
        expect(at, line, [episodes, list.length], `data.${arm}.${name}.length`),
      );
    }
    itemIds.forEach((item: string, place: number) => {
      same(at, line, `the place of item ${canonical(item)}`, `${purpose} ${block}.${place}`);
      same(at, line, `the item at ${purpose} ${block}.${place}`, item);
      const [candidate, incumbent] = [data.candidate, data.incumbent].map((arm) =>
        itemAt(at.policy.metric, runs, arm, place),
      );
      at[purpose].push({ candidate, incumbent, slice: slices?.[place] ?? '' });
    });
    at.outcomes.push({ purpose, data });
  };
const decided: Take = (at, data, line) => {
  const {
    request: { seed, taskSet, slot },
    decisions,
    trials,
    outcomes,
    finalists,
  } = at;
  const [{ test, look, looksAllowed, finalist }, { configuration, configurationHash }, { outcome, evidence }] = [
    at.grants.at(-1),
    finalists[decisions.length],
    replay(at.policy, at.gate),
  ];
  const gains = at.confirmation.map(({ candidate, incumbent }: Json) => candidate.value - incumbent.value);
  const [gain, outcomesHash] = [
    gains.length === 0 ? null : gainOf(gains, 0.95),
    sha256(canonical(outcomes.map((each: Json) => each.data))),
  ];
  const shown = {
    ...evidence,
    orderSeed: seed,
    taskSetHash: taskSet.hash,
    finalist,
    test,
    look,
    freshHoldoutDue: look >= looksAllowed,
  };
  const named = {
    slot,
    leaseId: at.lease.leaseId,
    candidate: configuration,
    candidateHash: configurationHash,
    ...at.incumbent,
  };
  expect(at, line, [{ ...data, ...named, outcome, gain, outcomesHash, evidence: shown }, data]);
  expect(
    at,
    line,
    [
      trials.filter((each: Json) => each.purpose !== 'search' && each.configurationHash === configurationHash).length,
      outcomes.length,
    ],
    'the number of blocks',
  );
  decisions.push({
    line,
    decisionId: data.decisionId,
    candidateHash: configurationHash,
    outcome,
    gain,
    outcomesHash,
    evidence,
  });
  at.outcome = outcome === 'promoted' ? 'held' : outcome;
};
export const takes: Readonly<Record<string, Take>> = {
  // by the kind of line, or the type of event
  archive: (at, data) => void (at.archive = data),
  task_set: (at, data) => void (at.taskSet = data),
  configuration: (at, data, line) =>
    named({ ...at, hashes: at.hashes.add(data.hash) }, { ...data, configurationHash: data.hash }, line),
  'event TrainingRequested': (at, data, line) =>
    expect(Object.assign(at, { request: data }), line, [
      { ...data, jobId: at.archive.job_id, corrId: at.archive.corr_id, taskSet: at.taskSet },
      data,
    ]),
  'event LeaseAccepted': (
    at,
    { incumbent, incumbentHash, slotBaseHash: _1, incumbentCalibration: _2, ...lease },
    line,
  ) =>
    named(
      Object.assign(at, { lease, incumbent: { incumbent, incumbentHash } }),
      { configuration: incumbent, configurationHash: incumbentHash },
      line,
    ),
  'event TrialScheduled': (at, data, line) => {
    const {
      request: {
        agent,
        taskSet: { name, hash, holdout },
        gate,
        seed: orderSeed,
      },
      lease,
    } = at;
    const { search, ...fixed }: Json = {
      search: data.offset,
      gate: 50 * data.round,
      confirmation: 50 * data.round + holdout - gate.confirmationItems,
    };
    const splits =
      data.purpose === 'search' ? agent.searchSplits.filter((split: string) => split !== 'holdout') : ['holdout'];
    expect(at, line, [
      {
        ...data,
        offset: fixed[data.purpose] ?? search,
        context: { ...data.context, orderSeed, taskSet: `${name}@${hash}`, lease, splits },
      },
      data,
    ]);
    named(Object.assign(at, { trials: [...at.trials, data] }), data, line);
  },
  'event TrialEnded': (at, { trialId, result, failure }) => {
    Object.assign(
      at.trials.find((trial: Json) => trial.trialId === trialId),
      { result },
    );
    if (failure !== null) at.outcome = 'held';
  },
  'event SearchEnded': (at, { finalists }, line) =>
    (at.finalists = finalists).forEach((finalist: Json) => named(at, finalist, line)),
  'event AlphaReserved': (at, data, line) => {
    const { slotAlpha: _1, spending: _2, confirmationItems: _3, holdoutLooks: _4, ...rules } = at.request.gate;
    const policy = {
      minPairs: 20,
      guardrailAlpha: 0.05,
      ...rules,
      metric: at.request.goal,
      alpha: data.alpha,
      maxPairs: pairsFor(at),
    };
    const grants = [...at.grants, { ...data, line }];
    expect(Object.assign(at, { policy, outcomes: [], gate: [], confirmation: [], grants }), line, [
      { ...data, finalist: at.decisions.length },
      data,
    ]);
  },
  'event BlockCompared': compared('gate'),
  'event ConfirmationCompared': compared('confirmation'),
  'event PromotionDecided': decided,
  'event UnitPromoted': (at) =>
    void (at.outcome = at.decisions.at(-1).outcome === 'promoted' ? 'promoted' : at.outcome),
  'event TrainingCompleted': (at, data, line) => expect(at, line, [{ ...data, outcome: at.outcome }, data]),
  'ledger AlphaReserved': (at, data, line) => {
    const {
      request: {
        jobId,
        slot,
        gate: { alpha, slotAlpha, spending, holdoutLooks },
        taskSet,
      },
      tests,
      grants,
      finalists,
    } = at;
    const [{ nextAlpha }, mine, look] = [
      ledgerOf(at.request.gate, tests),
      data.jobId === jobId && grants[data.finalist],
      tests.filter((each: Json) => each.taskSet === data.taskSet).length + 1,
    ];
    const cap = alpha < slotAlpha ? (alpha * 6) / (Math.PI * (data.finalist + 1)) ** 2 : slotAlpha;
    tests.push({ ...data, mine, promoted: null });
    const own = mine && {
      candidateHash: finalists[data.finalist].configurationHash,
      taskSet: `${taskSet.name}@${taskSet.hash}`,
      looksAllowed: holdoutLooks,
    };
    const [test, offered, { spent }] = [
      tests.length,
      Math.min(nextAlpha, mine ? cap : data.alpha),
      ledgerOf(at.request.gate, tests),
    ];
    expect(at, line, [{ ...data, slot, test, alpha: offered, look, spent, slotAlpha, spending, ...own }, data]);
    if (mine)
      expect(at, mine.line, [
        { ...mine, test: data.test, alpha: data.alpha, look: data.look, looksAllowed: data.looksAllowed },
        mine,
      ]);
  },
  'ledger AlphaSettled': (at, data, line) => {
    const { mine, jobId, finalist } = Object.assign(at.tests[data.test - 1], { promoted: data.promoted });
    const promoted = mine ? at.decisions[finalist]?.outcome === 'promoted' : data.promoted;
    expect(at, line, [{ ...data, jobId, finalist, promoted, ...ledgerOf(at.request.gate, at.tests) }, data]);
  },
};
