import type { Settings } from '../../settings/settings.js';
import { featureReader, kindCount, type FeatureReader, type Features } from '../reading/features.js';
import type { Message } from '../reading/message.js';
import { messageReader } from '../reading/words.js';
import { mostAlarming, type Opinion } from '../reading/passages.js';
import { solveLogistic, solveSquaredHinge } from './dual-descent.js';
import { fitOneAgainstRest } from './linear-fit.js';
import { scoresOf, softmax, type LinearModel } from './linear-model.js';
import { fitComplement, fitMultinomial } from './naive-bayes.js';
import { kindFactors, scaledRows } from './sparse-rows.js';
import { scaleOfScores } from './temperature.js';
import { trainingMatrix, type TrainingMatrix, type TrainSplit } from './training-matrix.js';
import { labelsOf, type FitInput, type Labels } from './training-rows.js';

/** What a classifier says about one message. */
export interface Verdict {
  readonly label: string;
  /** The model's probability of that label; near 1 / labels where it has seen nothing like the message. */
  readonly probability: number;
}

export type Classifier = (message: Message) => Verdict;

const fitterOf = (settings: Settings): ((input: FitInput) => LinearModel) => {
  const [smoothing, cost] = [settings.number('smoothing'), settings.number('error_cost')];
  switch (settings.text('model')) {
    case 'complement-nb':
      return (input) => fitComplement(input, smoothing);
    case 'logistic':
      return (input) => fitOneAgainstRest(input, cost, solveLogistic);
    case 'linear-svm':
      return (input) => fitOneAgainstRest(input, cost, solveSquaredHinge);
    default:
      return (input) => fitMultinomial(input, smoothing);
  }
};

/** What was fitted, ready to judge features. */
interface Fitted {
  readonly model: LinearModel;
  readonly scale: number;
  readonly matrix: TrainingMatrix;
  /** Factors of the columns, and whether a text's features are brought to length 1; null: neither. */
  readonly weighting: { readonly idf: Float64Array | null } | null;
}

const idfOf = ({ idf }: TrainingMatrix, settings: Settings): Float64Array | null => {
  switch (settings.text('idf')) {
    case 'none':
      return null;
    case 'root':
      return idf.map(Math.sqrt);
    default:
      return idf;
  }
};

const fit = (matrix: TrainingMatrix, labels: Labels, settings: Settings): Fitted => {
  const isLinear = settings.text('model') === 'logistic' || settings.text('model') === 'linear-svm';
  const weighting = isLinear ? { idf: idfOf(matrix, settings) } : null;
  const input: FitInput = {
    rows: weighting === null ? matrix.rows : scaledRows(matrix.rows, weighting.idf, matrix.kindOf, kindCount),
    labelOfRow: labels.ofRow,
    labels: labels.names.length,
    use: Int32Array.from(labels.ofRow, (_, row) => row),
  };
  const fitter = fitterOf(settings);
  return { model: fitter(input), scale: scaleOfScores(input, fitter), matrix, weighting };
};

const columnsOf = ({ matrix, weighting }: Fitted, features: Features): (readonly [number, number])[] => {
  const known: [number, number][] = [];
  const squares = new Float64Array(kindCount);
  for (const [bucket, weight] of features) {
    const column = matrix.columnOf[bucket]!;
    if (column < 0) continue;
    const value = weight * (weighting?.idf?.[column] ?? 1);
    squares[matrix.kindOf[column]!]! += value * value;
    known.push([column, value]);
  }
  if (weighting === null) return known;
  const factors = kindFactors(squares);
  return known.map(([column, value]) => [column, value * factors[matrix.kindOf[column]!]!]);
};

/** The probabilities of all labels; the less a text has in common with the train split, the nearer to an even share. */
const opinionOf = (fitted: Fitted, features: Features): Opinion => {
  const columns = columnsOf(fitted, features);
  const probabilities = softmax(scoresOf(fitted.model, columns), fitted.scale);
  const share = columns.length / (features.size || 1);
  const familiar = columns.length === 0 ? 0 : Math.min(1, share / (fitted.matrix.usualShare || 1e-9));
  return probabilities.map((probability) => familiar * probability + (1 - familiar) / probabilities.length);
};

/** The alarm label where its odds against the likeliest other reach those of the threshold; at 0.5 simply the likeliest label. */
const choose = (probabilities: Opinion, alarm: number, threshold: number): number => {
  const others = probabilities.map((probability, label) => (label === alarm ? -1 : probability));
  const rival = Math.max(...others);
  return (probabilities[alarm] ?? 0) * (1 - threshold) >= rival * threshold ? alarm : others.indexOf(rival);
};

const judge =
  (fitted: Fitted, read: FeatureReader, alarm: number, readPassages: boolean) =>
  (message: Parameters<FeatureReader['ofMessage']>[0]): Opinion => {
    const whole = opinionOf(fitted, read.ofMessage(message));
    if (!readPassages) return whole;
    return mostAlarming(whole, read.wordsOf(message), alarm, (words) => opinionOf(fitted, read.ofWords(words)));
  };

/** Fits a classifier on a train split; the label that is rarest there is the alarm that `threshold` guards. Throws `failed_precondition` where there is nothing to tell apart. */
export const fitClassifier = (settings: Settings, split: TrainSplit): Classifier => {
  const matrix = trainingMatrix(split, settings);
  const labels = labelsOf(split.items);
  const fitted = fit(matrix, labels, settings);
  const alarm = labels.counts.indexOf(Math.min(...labels.counts));
  const [parts, threshold] = [messageReader(settings), settings.number('threshold')];
  const judged = judge(fitted, featureReader(settings), alarm, settings.toggle('read_passages'));
  return (message) => {
    const probabilities = judged(parts(message));
    const label = choose(probabilities, alarm, threshold);
    return { label: labels.names[label] ?? '', probability: probabilities[label] ?? 0 };
  };
};
