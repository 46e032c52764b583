/** Lines of base64; a shorter run is more likely a name or a word. Characters. */
const base64 = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}(?![A-Za-z0-9+/=])/gu;
const quoted = /(?:=[0-9A-F]{2})+/gu;
const softBreak = /=\r?\n/gu;
/** A text with fewer escapes is not quoted-printable. */
const fewestEscapes = 3;

const strict = new TextDecoder('utf-8', { fatal: true });

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Whether bytes that were decoded are text: nearly all of it letters, digits, spaces and common marks, and some spaces. */
const isReadable = (text: string): boolean => {
  const plain = text.match(/[\p{L}\p{M}\p{N}\p{P}\p{S}\s]/gu)?.length ?? 0;
  return plain >= 0.97 * text.length && /\s/u.test(text) && /\p{L}{2}/u.test(text);
};

/** The text with the parts that are base64 of a text replaced by that text. */
const withoutBase64 = (text: string): string =>
  text.replace(base64, (part) => {
    const bare = part.replace(/[\r\n=]/gu, '');
    const plain = bare.length % 4 === 1 ? undefined : decoded(Buffer.from(bare, 'base64'));
    return plain !== undefined && isReadable(plain) ? ` ${plain} ` : part;
  });

const withoutQuotedPrintable = (text: string): string => {
  if ((text.match(/=[0-9A-F]{2}/gu)?.length ?? 0) < fewestEscapes) return text;
  return text.replace(softBreak, '').replace(quoted, (part) => {
    const bytes = Uint8Array.from(part.slice(1).split('='), (hex) => Number.parseInt(hex, 16));
    const plain = decoded(bytes) ?? Buffer.from(bytes).toString('latin1');
    return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\s]*$/u.test(plain) ? plain : part;
  });
};

/** The text as a mail program would show it: base64 and quoted-printable parts decoded, wherever they stand. */
export const withoutEncoding = (text: string): string => withoutBase64(withoutQuotedPrintable(text));
