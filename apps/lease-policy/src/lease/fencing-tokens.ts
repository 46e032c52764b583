import { identifier, withDomainErrors, type Sql } from '@ao/postgres';

/** Gives a number above every number that it gave before, over all processes. */
export type FencingTokens = () => Promise<number>;

export const postgresFencingTokens =
  (sql: Sql, schema: string): FencingTokens =>
  async () => {
    const [row] = await withDomainErrors(
      sql<{ token: string }[]>`select nextval(${`${identifier(schema)}.fencing_token`}::regclass) as token`,
    );
    return Number(row?.token);
  };
