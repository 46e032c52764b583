/** The values that were asked for last, by name. A pure function gives the same value again; this saves the work. */
export interface Recent<Value> {
  /** The value of that name: remembered, or made. */
  of(name: string, make: () => Value): Value;
}

/** Remembers at most so many values; the one that was not asked for the longest goes first. */
export const recent = <Value>(most: number): Recent<Value> => {
  const values = new Map<string, Value>();
  return {
    of: (name, make) => {
      const known = values.get(name);
      const value = known ?? make();
      values.delete(name);
      values.set(name, value);
      if (values.size > most) values.delete(values.keys().next().value as string);
      return value;
    },
  };
};
