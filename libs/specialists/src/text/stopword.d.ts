/** The part of the package that is used; it ships no types. */
declare module 'stopword' {
  export const eng: readonly string[];
}
