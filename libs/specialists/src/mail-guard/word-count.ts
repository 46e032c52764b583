import type { Settings } from '../settings/settings.js';
import { mostSubjectWords } from './mail-guard.profile.js';
import type { Message } from './reading/message.js';

const wordsIn = (text: string, most: number): number => Math.min(most, text.match(/\S+/gu)?.length ?? 0);

/** How many words of a message, parted by white space, the settings let it read: its tokens. */
export const countWords = ({ subject, text }: Message, settings: Settings): number => {
  const limit = settings.number('word_limit');
  switch (settings.text('subject')) {
    case 'ignore':
      return wordsIn(text, limit);
    case 'mark':
      return wordsIn(text, limit) + wordsIn(subject, mostSubjectWords);
    default:
      return wordsIn(`${subject}\n${text}`, limit);
  }
};
