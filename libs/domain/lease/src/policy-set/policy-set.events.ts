/** Stored for ever: renaming a type or a field changes history. */
export interface PolicySetEvent {
  readonly type: 'PolicySetInstalled';
  readonly data: {
    /** relaxed, standard, strict, or the operator's own. */
    readonly name: string;
    /** SHA-256 of the text, hex. */
    readonly hash: string;
    /** The Cedar text. */
    readonly text: string;
  };
}
