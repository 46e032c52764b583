import type { Json } from '@ao/kernel';
import { setTimeout } from 'node:timers/promises';
import { settingsOf } from '../settings/settings.js';
import type { Answer, Specialist } from '../specialist.js';
import { echoProfile } from './echo.profile.js';

const answer = (output: Json, confidence: number): Answer => ({
  output,
  confidence,
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0,
  memoryUtility: null,
});

/** Answers at once without a delay; with one it waits, and an abort ends the wait with the signal's reason. */
export const echo: Specialist = {
  profile: echoProfile,
  open: async (configuration) => {
    const settings = settingsOf(echoProfile, configuration);
    const [delay, confidence] = [settings.number('delay_ms'), settings.number('confidence')];
    return {
      run: (input, context) =>
        delay === 0
          ? answer(input, confidence)
          : setTimeout(delay, answer(input, confidence), { signal: context?.signal }),
      close: () => undefined,
    };
  },
};
