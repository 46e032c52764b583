import { isDiskFull, isDomainError } from '@ao/kernel';
import type { Fault, HttpCode } from './problem.js';

const httpCodes: Readonly<Record<number, HttpCode>> = {
  400: 'bad_request',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

const details: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than this route takes',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'send the body as application/json',
  FST_ERR_CTP_EMPTY_TYPE: 'send the body as application/json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'the body is not as long as Content-Length says',
  FST_ERR_BAD_URL: 'the path holds a percent sign that begins no valid UTF-8 escape',
  FST_ERR_MAX_PARAM_LENGTH: 'a part of the path is too long',
};

const clientStatus = (error: unknown): number | undefined => {
  const status =
    (error as { statusCode?: unknown } | null)?.statusCode ?? (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
};

const detailOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return details[String(code)] ?? String(message);
};

/** What an error means to the caller. Anything that is neither a DomainError nor a refusal by the HTTP server stays inside: internal. */
export const faultOf = (error: unknown): Fault => {
  if (isDomainError(error))
    return {
      code: isDiskFull(error) ? 'insufficient_storage' : error.code,
      detail: error.code === 'internal' ? 'something went wrong inside' : error.message,
      errors: error.violations,
    };
  const status = clientStatus(error);
  if (status === undefined) return { code: 'internal', detail: 'something went wrong inside' };
  if (status === 404) return { code: 'not_found', detail: detailOf(error) };
  return { code: httpCodes[status] ?? 'bad_request', detail: detailOf(error) };
};
