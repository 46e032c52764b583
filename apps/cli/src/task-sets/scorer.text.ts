/** A chosen scorer in the short form of --scorer, but for options that stand at nothing. */
export const scorerText = ({ type, ...options }: Readonly<Record<string, unknown>>): string => {
  const set = Object.entries(options).filter(([, value]) => value !== false && value !== 0 && value !== undefined);
  const shown = set.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${String(type)}${shown.length === 0 ? '' : `:${shown.join(',')}`}`;
};
