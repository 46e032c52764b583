import { isDomainError } from '@ao/kernel';
import { builtins, testAgents } from '../builtins.js';
import { settingsOf } from './settings.js';
import { recallProfile } from '../recall/recall.profile.js';

describe('settings', () => {
  it.each([...builtins, ...testAgents].map(({ profile }) => [profile.id, profile] as const))(
    'the defaults of %s lie inside its own search space',
    (_, profile) => {
      expect(Object.keys(profile.defaults).sort()).toEqual(profile.searchSpace.map(({ name }) => name).sort());
      expect(() => settingsOf(profile, profile.defaults)).not.toThrow();
    },
  );

  it('takes the default where the configuration is silent', () => {
    const settings = settingsOf(recallProfile, { b: 0.25 });
    expect(settings.number('b')).toBe(0.25);
    expect(settings.number('k')).toBe(recallProfile.defaults['k']);
  });

  it('names every parameter that is wrong, and what would be right', () => {
    const wrong = { k: -1, minimum_term_length: 1.5, ngrams: 'sounds', stemming: 'yes', colour: 'red' };
    try {
      settingsOf(recallProfile, wrong);
      throw new Error('accepted');
    } catch (error) {
      if (!isDomainError(error, 'invalid_argument')) throw error;
      expect(error.violations.map(({ path }) => path)).toEqual([
        'configuration.k',
        'configuration.minimum_term_length',
        'configuration.ngrams',
        'configuration.stemming',
        'configuration.colour',
      ]);
      expect(error.violations[0]?.message).toMatch(/^must be a number from 0\.\d+ to \d+$/);
    }
  });
});
