import { createHash } from 'node:crypto';

/** SHA-256 of UTF-8 text in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Hashes a content as it streams by, items and documents in any order of arrival between them. The content hash is
 * sha256(sha256(item lines) + "\n" + sha256(document lines) + "\n"), the inner ones in hex, each line canonical JSON with a "\n". Where a
 * version has rules (a scorer, splits by input), their canonical JSON and a "\n" follow.
 */
export const contentHasher = (): {
  item(line: string): void;
  document(line: string): void;
  digest(rules: string | undefined): string;
} => {
  const items = createHash('sha256');
  const documents = createHash('sha256');
  return {
    item: (line) => void items.update(`${line}\n`, 'utf8'),
    document: (line) => void documents.update(`${line}\n`, 'utf8'),
    digest: (rules) =>
      sha256(`${items.digest('hex')}\n${documents.digest('hex')}\n${rules === undefined ? '' : `${rules}\n`}`),
  };
};
