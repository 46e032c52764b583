import { sha256 } from '../archive/canonical-json.js';
import type { Configuration } from './recorded.js';
import type { Story } from './story.js';

/** What a configuration says in the place of a long text: "content:sha256:<hash of the text>:<its bytes>". */
const reference = /^content:sha256:([0-9a-f]{64}):(\d{1,9})$/;

/** Notes the texts that a configuration names by their hash. */
export const noteReferences = (story: Story, configuration: Configuration, line: number): void => {
  for (const value of Object.values(configuration)) {
    const [, hash, bytes] = (typeof value === 'string' && reference.exec(value)) || [];
    if (hash !== undefined && !story.texts.has(hash))
      story.texts.set(hash, { line, bytes: Number(bytes), found: false });
  }
};

/** A text: a configuration names it, and hash and bytes are those of the text. */
export const contentRead = (
  story: Story,
  data: { readonly hash: string; readonly text: string },
  line: number,
): void => {
  const named = story.texts.get(data.hash);
  const hash = sha256(data.text);
  if (hash !== data.hash) story.report(line, `expected the text of hash ${data.hash}, found one of hash ${hash}`);
  if (named === undefined) return story.report(line, `expected a text that a configuration names, found ${data.hash}`);
  const bytes = Buffer.byteLength(data.text);
  if (bytes !== named.bytes) story.report(line, `expected a text of ${named.bytes} bytes, found ${bytes}`);
  named.found = true;
};

/** Every text that a configuration names is there: the archive stands alone. */
export const expectAllTexts = ({ texts, report }: Story): void => {
  for (const [hash, { line, found }] of texts)
    if (!found) report(line, `expected a line of kind content with the text ${hash}, found none`);
};
