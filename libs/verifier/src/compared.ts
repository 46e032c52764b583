import { canonical, type Json } from './archive.js';
import { mean, sum } from './arithmetic.js';
import { itemAt } from './gate.js';
import { expect, same, type Take } from './take.js';
export const compared =
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
    const place = `/${purpose}/${data.finalist}/${block}`; // how the mark of a pair ends
    for (const [arm, hash] of [
      ['candidate', at.finalists[data.finalist].configurationHash],
      ['incumbent', at.incumbent.incumbentHash],
    ]) {
      const { result } = at.trials.find(
        (trial: Json) =>
          trial.purpose === purpose &&
          trial.configurationHash === hash &&
          trial.round === block &&
          (trial.pair ?? place).endsWith(place),
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
/** Whether the slot would give this answer: it was not declined, and its confidence reaches the threshold. */
const answered = ({ confidence, refused }: Json, run: number, threshold: number): boolean =>
  refused?.[run] !== '1' && (confidence?.[run] ?? -1) >= threshold;
/** A candidate with a threshold that answers too little of the holdout is held, though it is proven better. */
export const covered = (at: Json, { outcome, evidence }: Json) => {
  const { abstention } = at.calibrations[at.decisions.length] ?? {};
  if (!abstention) return { outcome, evidence };
  const arms = at.outcomes.filter(({ purpose }: Json) => purpose === 'gate').map(({ data }: Json) => data.candidate);
  const runs = sum(arms.map(({ solved }: Json) => solved.length));
  const given = sum(
    arms.map((arm: Json) => [...arm.solved].filter((_, run) => answered(arm, run, abstention.threshold)).length),
  );
  const minCoverage = at.request.calibration?.minCoverage ?? 0;
  const silent = outcome === 'promoted' && given < minCoverage * runs;
  const coverage = { answered: given, runs, minCoverage };
  return {
    outcome: silent ? 'held' : outcome,
    evidence: { ...evidence, ...(silent && { code: 'coverage' }), coverage },
  };
};
