import type { Settings } from '../settings/settings.js';
import type { Knowledge } from '../specialist.js';
import { featureReader, type Features } from './features.js';
import { softmax, type LinearModel } from './linear-model.js';
import { fitLogistic } from './logistic-regression.js';
import type { Message } from './message.js';
import { fitComplement, fitMultinomial } from './naive-bayes.js';
import { readTrainingRows, type TrainingRows } from './training-rows.js';

/** What a classifier says about one message. */
export interface Verdict {
  readonly label: string;
  /** The model's probability of that label. */
  readonly probability: number;
  /** Words that were read. */
  readonly words: number;
}

export type Classifier = (message: Message) => Verdict;

const fit = async (training: TrainingRows, settings: Settings): Promise<LinearModel> => {
  const smoothing = settings.number('smoothing');
  switch (settings.text('model')) {
    case 'complement-nb':
      return fitComplement(training, smoothing);
    case 'logistic':
      return fitLogistic(training, smoothing);
    default:
      return fitMultinomial(training, smoothing);
  }
};

/** Features of length 1 for logistic regression, as they are for naive Bayes. */
const scaleOf = (features: Features, unitLength: boolean): number => {
  if (!unitLength) return 1;
  let squares = 0;
  for (const weight of features.values()) squares += weight * weight;
  return 1 / (Math.sqrt(squares) || 1);
};

const predict = (
  model: LinearModel,
  columnOf: ReadonlyMap<number, number>,
  features: Features,
  scale: number,
): Float64Array => {
  const scores = Float64Array.from(model.bias);
  for (const [bucket, weight] of features) {
    const column = columnOf.get(bucket);
    if (column === undefined) continue;
    for (let label = 0; label < scores.length; label++)
      scores[label]! += weight * scale * (model.weights[column * scores.length + label] ?? 0);
  }
  return softmax(scores);
};

/** The alarm label where its odds against the likeliest other reach those of the threshold; at 0.5 simply the likeliest label. */
const choose = (probabilities: Float64Array, alarm: number, threshold: number): number => {
  const others = probabilities.map((probability, label) => (label === alarm ? -1 : probability));
  const rival = Math.max(...others);
  return (probabilities[alarm] ?? 0) * (1 - threshold) >= rival * threshold ? alarm : others.indexOf(rival);
};

/** Fits a classifier on the train split; the label that is rarest there is the alarm that `threshold` guards. */
export const fitClassifier = async (settings: Settings, knowledge: Knowledge): Promise<Classifier> => {
  const read = featureReader(settings);
  const { rows, ...training } = await readTrainingRows(read, knowledge.items('train'));
  const model = await fit({ rows, ...training }, settings);
  const { labels, counts, columnOf } = training;
  const alarm = counts.indexOf(Math.min(...counts));
  const threshold = settings.number('threshold');
  const unitLength = settings.text('model') === 'logistic';
  return (message) => {
    const { features, words } = read(message);
    const probabilities = predict(model, columnOf, features, scaleOf(features, unitLength));
    const label = choose(probabilities, alarm, threshold);
    return { label: labels[label] ?? '', probability: probabilities[label] ?? 0, words };
  };
};
