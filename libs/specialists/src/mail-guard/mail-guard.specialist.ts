import { canonicalJson, type Configuration } from '@ao/kernel';
import { LRUCache } from 'lru-cache';
import { itemsWithKey } from '../knowledge/content-key.js';
import { settingsOf } from '../settings/settings.js';
import type { Knowledge, Specialist } from '../specialist.js';
import { mailGuardProfile } from './mail-guard.profile.js';
import { fitClassifier, type Classifier } from './model/classifier.js';
import { messageOf } from './reading/message.js';
import { countWords } from './word-count.js';

/** Fitted models that are kept; up to some tens of megabytes each. */
const mostModels = 6;

/** Models by the content that they learned from and their configuration: the same two give the same model. */
const fitted = new LRUCache<string, Classifier>({ max: mostModels });

const classifierFor = async (configuration: Configuration, knowledge: Knowledge): Promise<Classifier> => {
  const settings = settingsOf(mailGuardProfile, configuration);
  const { key, values } = await itemsWithKey(knowledge.items('train'));
  const name = `${key} ${canonicalJson({ ...mailGuardProfile.defaults, ...configuration })}`;
  const classifier = fitted.get(name) ?? fitClassifier(settings, { key, items: values });
  fitted.set(name, classifier);
  return classifier;
};

/** The built-in text classifier. Input `{text, subject?}`, output `{label}`. Tokens are counted as words: those read, and one for the label. */
export const mailGuard: Specialist = {
  profile: mailGuardProfile,
  open: async (configuration, knowledge) => {
    const classify = await classifierFor(configuration, knowledge);
    const settings = settingsOf(mailGuardProfile, configuration);
    return {
      run: (input) => {
        const message = messageOf(input);
        const { label, probability } = classify(message);
        return {
          output: { label },
          confidence: probability,
          tokensIn: countWords(message, settings),
          tokensOut: 1,
          costMicros: 0,
          memoryUtility: null,
        };
      },
      close: () => undefined,
    };
  },
};
