import {
  contentLimits,
  contentNameIn,
  contentReference,
  DomainError,
  type Configuration,
  type ContentName,
  type MiniAgentProfile,
  type Parameter,
} from '@ao/kernel';

/** A profile whose long texts are references, and the texts by their hash. */
export interface ProfileContents {
  readonly profile: MiniAgentProfile;
  readonly contents: ReadonlyMap<string, string>;
}

/** SHA-256 and bytes of a text as UTF-8. */
export type NameText = (text: string) => ContentName;

const refused = (path: string, message: string): DomainError =>
  new DomainError('invalid_argument', `the profile is not valid: ${path} ${message}`, [{ path, message }]);

/** Takes texts out of a profile, one after the other. */
const taker = (nameText: NameText) => {
  const contents = new Map<string, string>();
  let total = 0;
  const take = (text: string, path: string): string => {
    const name = nameText(text);
    if (name.bytes > contentLimits.textBytes)
      throw refused(path, `has ${name.bytes} bytes, a text has at most ${contentLimits.textBytes}`);
    // A short text that looks like a reference would be taken for one: it is kept by its hash too.
    if (name.bytes <= contentLimits.inlineBytes && contentNameIn(text) === undefined) return text;
    total += contents.has(name.hash) ? 0 : name.bytes;
    if (total > contentLimits.profileBytes)
      throw refused(path, `makes ${total} bytes of long texts, a profile has at most ${contentLimits.profileBytes}`);
    contents.set(name.hash, text);
    return contentReference(name);
  };
  return { take, contents };
};

/**
 * Puts a reference in the place of each long text among the choices and defaults of a profile. Throws DomainError `invalid_argument` for a
 * text, or texts together, above their limits.
 */
export const withContents = (profile: MiniAgentProfile, nameText: NameText): ProfileContents => {
  const { take, contents } = taker(nameText);
  const parameter = (each: Parameter, index: number): Parameter =>
    each.kind === 'choice'
      ? {
          ...each,
          values: each.values.map((text, at) => take(text, `profile.search_space.${index}.choices.values.${at}`)),
        }
      : each;
  const searchSpace = profile.searchSpace.map(parameter);
  const defaults: Configuration = Object.fromEntries(
    Object.entries(profile.defaults).map(([name, value]) => [
      name,
      typeof value === 'string' ? take(value, `profile.defaults.${name}`) : value,
    ]),
  );
  return { profile: { ...profile, searchSpace, defaults }, contents };
};
