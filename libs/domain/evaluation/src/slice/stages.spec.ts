import { sliceStages, stageMoves, unfinishedStages, type SliceStage } from './stages.js';

const next = (stage: SliceStage): readonly SliceStage[] => Object.values(stageMoves[stage]);

it('leads from an open slice to every stage, and from every stage to an end', () => {
  const reached = new Set<SliceStage>(['open']);
  for (const stage of reached) next(stage).forEach((to) => reached.add(to));
  expect([...reached].sort()).toEqual([...sliceStages].sort());
});

it('never goes back: no slice is paid or counted twice', () => {
  const below = (stage: SliceStage): readonly SliceStage[] => next(stage).flatMap((to) => [to, ...below(to)]);
  for (const stage of sliceStages) expect(below(stage)).not.toContain(stage);
});

it('has work for a worker exactly where something moves on', () =>
  expect(unfinishedStages).toEqual(['open', 'recorded', 'dropped']));
