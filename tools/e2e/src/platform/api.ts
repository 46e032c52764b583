import { patient } from '@ao/testing';

/** What an HTTP call answered. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A page of rows. */
export interface Page<Row = Record<string, unknown>> {
  readonly items: readonly Row[];
  readonly next_cursor?: string | null;
}

/** A client of the gateway: nothing but HTTP and a token. */
export class Api {
  constructor(
    private readonly address: string,
    private readonly token?: string,
  ) {}

  get<Body = Record<string, unknown>>(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    return this.send<Body>(path, { method: 'GET', headers });
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send<Body>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  }

  /** Every row of a view, page by page. */
  async all<Row = Record<string, unknown>>(path: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor = ''; ;) {
      const { body } = await this.get<Page<Row>>(
        `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      rows.push(...body.items);
      if (!body.next_cursor) return rows;
      cursor = body.next_cursor;
    }
  }

  private async send<Body>(path: string, init: RequestInit): Promise<Answer<Body>> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const response = await fetch(`http://${this.address}${path}`, {
      ...init,
      headers: { ...init.headers, ...authorization },
      signal: AbortSignal.timeout(patient(20_000)),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text.startsWith('{') ? JSON.parse(text) : { text }) as Body,
    };
  }
}
