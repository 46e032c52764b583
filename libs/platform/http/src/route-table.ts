/** One route of the server. */
export interface HttpRoute {
  readonly method: string;
  /** The path with `:name` for its parameters. */
  readonly path: string;
}

const escape = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : escape(part)))
      .join('/')}/?$`,
  );

/** The routes as they are registered; tells which methods a path knows. */
export class RouteTable {
  private readonly patterns: { readonly route: HttpRoute; readonly matches: RegExp }[] = [];

  add(method: string | readonly string[], path: string): void {
    for (const each of [method].flat()) this.patterns.push({ route: { method: each, path }, matches: pattern(path) });
  }

  /** Every route, in the order of registration. */
  all(): readonly HttpRoute[] {
    return this.patterns.map(({ route }) => route);
  }

  /** Methods under which this path is served; empty: it is not. */
  methodsOf(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    return [
      ...new Set(this.patterns.filter(({ matches }) => matches.test(path)).map(({ route }) => route.method)),
    ].sort();
  }
}
