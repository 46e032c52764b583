import { canonical, sha256, type Json } from './archive.js';
import { gainOf } from './arithmetic.js';
import { ledgerOf, pairsFor, pooled } from './budget.js';
import { compared, covered } from './compared.js';
import { replay } from './gate.js';
import { expect, named, type Take } from './take.js';
const decided: Take = (at, data, line) => {
  const {
    request: { seed, taskSet, slot },
    decisions,
    trials,
    outcomes,
    finalists,
  } = at;
  const [{ test, look, looksAllowed, finalist }, { configuration, configurationHash }, proven] = [
    at.grants.at(-1),
    finalists[decisions.length],
    replay(at.policy, at.gate),
  ];
  const { evidence, outcome } = covered(at, proven);
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
  'event CalibratorFitted': (at, { finalist, calibration }) => void (at.calibrations[finalist] = calibration),
  'event EpisodesPlanned': (at, { episodes }) =>
    Object.assign(at, { request: { ...at.request, budget: { ...at.request.budget, episodes } } }),
  'event TrainingReopened': (at, { budget }) =>
    Object.assign(at, { request: { ...at.request, budget }, outcome: 'rejected' }),
  'event TrialContinued': (at, { trialId, kept }) =>
    Object.assign(
      at.trials.find((trial: Json) => trial.trialId === trialId),
      { result: kept },
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
        offset: data.continues ? data.offset : (fixed[data.purpose] ?? search),
        context: { ...data.context, orderSeed, taskSet: `${name}@${hash}`, lease, splits },
      },
      data,
    ]);
    at.continued[data.trialId] = data.continues; // what continues a trial counts as a part of it
    named(Object.assign(at, { trials: data.continues ? at.trials : [...at.trials, data] }), data, line);
  },
  'event TrialEnded': (at, { trialId, result, failure }) => {
    const whole = at.trials.find((trial: Json) => trial.trialId === (at.continued[trialId] ?? trialId));
    Object.assign(whole, { result: at.continued[trialId] ? pooled(whole.result, result) : result });
    if (failure !== null) at.outcome = 'held';
  },
  'event SearchEnded': (at, { finalists }, line) =>
    (at.finalists = at.request.mode === 'search_only' ? ((at.outcome = 'held'), []) : finalists).forEach(
      (finalist: Json) => named(at, finalist, line),
    ),
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
  // Without a verdict on every finalist a job may end held at any time.
  'event TrainingCompleted': (at, data, line) =>
    expect(at, line, [{ ...data, outcome: data.noVerdict ? 'held' : at.outcome }, data]),
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
