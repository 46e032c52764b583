import { canonicalJson, type Configuration } from '@ao/kernel';
import { LRUCache } from 'lru-cache';
import { settingsOf } from '../settings/settings.js';
import type { Knowledge, Specialist } from '../specialist.js';
import { fitClassifier, type Classifier } from './classifier.js';
import { mailGuardProfile } from './mail-guard.profile.js';
import { messageOf } from './message.js';

/** Fitted models kept per body of knowledge; some megabytes each. */
const mostModels = 8;

/** Models live as long as the knowledge that they were fitted on. */
const fitted = new WeakMap<Knowledge, LRUCache<string, Promise<Classifier>>>();

const modelsOf = (knowledge: Knowledge): LRUCache<string, Promise<Classifier>> => {
  const models = fitted.get(knowledge) ?? new LRUCache<string, Promise<Classifier>>({ max: mostModels });
  fitted.set(knowledge, models);
  return models;
};

/** Fits once per configuration, however many sessions open at once; a failed fit is tried again. */
const classifierFor = (configuration: Configuration, knowledge: Knowledge): Promise<Classifier> => {
  const settings = settingsOf(mailGuardProfile, configuration);
  const models = modelsOf(knowledge);
  const key = canonicalJson({ ...mailGuardProfile.defaults, ...configuration });
  const known = models.get(key);
  if (known !== undefined) return known;
  const fitting = fitClassifier(settings, knowledge);
  models.set(key, fitting);
  fitting.catch(() => models.delete(key));
  return fitting;
};

/** The built-in text classifier. Input `{text, subject?}`, output `{label}`. Tokens are counted as words: those read, and one for the label. */
export const mailGuard: Specialist = {
  profile: mailGuardProfile,
  open: async (configuration, knowledge) => {
    const classify = await classifierFor(configuration, knowledge);
    return {
      run: (input) => {
        const { label, probability, words } = classify(messageOf(input));
        return {
          output: { label },
          confidence: probability,
          tokensIn: words,
          tokensOut: 1,
          costMicros: 0,
          memoryUtility: null,
        };
      },
      close: () => undefined,
    };
  },
};
