/** The fields that were given; undefined where none was. */
export const given = (fields: Readonly<Record<string, unknown>>): object | undefined => {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
};
