import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

/** What a route answers, for the OpenAPI document. */
export interface OperationAnswer {
  /** One sentence. */
  readonly summary: string;
  readonly answer: z.ZodType;
  /** Default 200. */
  readonly status?: number;
  /** Default application/json. */
  readonly mediaType?: string;
  /** The route takes the header Idempotency-Key. */
  readonly idempotent?: boolean;
  /** The answers of a path parameter that has few values: the document then has one path for each of them. */
  readonly byParameter?: {
    readonly name: string;
    readonly values: Readonly<Record<string, Pick<OperationAnswer, 'summary' | 'answer' | 'query'>>>;
  };
  /** The query, where the document can say more of it than the schema that checks it. */
  readonly query?: z.ZodType;
  /** Other answers that are no problem documents, by status. */
  readonly others?: Readonly<Record<number, z.ZodType>>;
}

/** Metadata key of OperationAnswer. */
export const operationKey = 'ao:operation';

/** Says what the route answers: its status, and its part of the OpenAPI document. */
export const Answers = (operation: OperationAnswer): MethodDecorator =>
  applyDecorators(HttpCode(operation.status ?? 200), SetMetadata(operationKey, operation));
