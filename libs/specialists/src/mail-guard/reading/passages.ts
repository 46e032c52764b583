/** Probabilities of all labels. */
export type Opinion = Float64Array;

/** Words of a passage, and of the step from one to the next. */
const [passage, step] = [30, 15];
/** A passage is heard against the whole from this probability of the alarm on. */
const sure = 0.99;

/**
 * A text that is padded with harmless words hides a passage that would be an alarm on its own. The whole text's opinion, and where one of its passages is sure of
 * the alarm and the whole is not, the mean of both: an even chance rather than a sure answer.
 */
export const mostAlarming = (
  whole: Opinion,
  words: readonly string[],
  alarm: number,
  judge: (words: readonly string[]) => Opinion,
): Opinion => {
  if (words.length <= passage || whole[alarm]! >= sure) return whole;
  let loudest = whole;
  for (let start = 0; start + step < words.length; start += step) {
    const opinion = judge(words.slice(start, start + passage));
    if (opinion[alarm]! > loudest[alarm]!) loudest = opinion;
  }
  return loudest[alarm]! < sure ? whole : whole.map((probability, label) => (probability + loudest[label]!) / 2);
};
