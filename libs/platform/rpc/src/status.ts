import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { Metadata, status as Status, type ServiceError } from '@grpc/grpc-js';
import { DomainError, errorCodes, isDomainError, type ErrorCode, type FieldViolation } from '@ao/kernel';

const detailsKey = 'grpc-status-details-bin';
const badRequestUrl = 'type.googleapis.com/google.rpc.BadRequest';
const statusOf = (code: ErrorCode): Status => Status[code.toUpperCase() as keyof typeof Status];

const violation = ({ path, message }: FieldViolation): Uint8Array =>
  new BinaryWriter().uint32(10).string(path).uint32(18).string(message).finish();

const badRequest = (violations: readonly FieldViolation[]): Uint8Array =>
  violations.reduce((writer, each) => writer.uint32(10).bytes(violation(each)), new BinaryWriter()).finish();

/** google.rpc.Status {code = 1, message = 2, details = 3} with one google.rpc.BadRequest: https://google.aip.dev/193 */
const statusDetails = (error: DomainError): Buffer => {
  const any = new BinaryWriter()
    .uint32(10)
    .string(badRequestUrl)
    .uint32(18)
    .bytes(badRequest(error.violations))
    .finish();
  return Buffer.from(
    new BinaryWriter()
      .uint32(8)
      .int32(statusOf(error.code))
      .uint32(18)
      .string(error.message)
      .uint32(26)
      .bytes(any)
      .finish(),
  );
};

/** What grpc-js sends for an error. Anything but a DomainError is an internal error whose text stays inside. */
export const toStatus = (error: unknown): { code: Status; details: string; message: string; metadata: Metadata } => {
  const known = isDomainError(error)
    ? error
    : new DomainError('internal', 'an internal error occurred; the service log has the details');
  const metadata = new Metadata();
  if (known.violations.length > 0) metadata.set(detailsKey, statusDetails(known));
  return { code: statusOf(known.code), details: known.message, message: known.message, metadata };
};

const fields = (bytes: Uint8Array): { field: number; value: Uint8Array }[] => {
  const reader = new BinaryReader(bytes);
  const found: { field: number; value: Uint8Array }[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) === 2) found.push({ field: tag >>> 3, value: reader.bytes() });
    else reader.skip(tag & 7);
  }
  return found;
};
const only = (bytes: Uint8Array, field: number): Uint8Array[] =>
  fields(bytes)
    .filter((each) => each.field === field)
    .map(({ value }) => value);
const utf8 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

const violationsOf = (metadata: Metadata | undefined): FieldViolation[] => {
  const bytes = metadata?.get(detailsKey)[0];
  if (!(bytes instanceof Uint8Array)) return [];
  return only(bytes, 3)
    .flatMap((any) => only(any, 2))
    .flatMap((request) => only(request, 1))
    .map((each) => ({ path: utf8(only(each, 1)[0]), message: utf8(only(each, 2)[0]) }));
};

const statuses = new WeakMap<object, string>();

/** The gRPC status, such as UNIMPLEMENTED, of an error that came out of a call; undefined for every other error. */
export const grpcStatusOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? statuses.get(error) : undefined;

/** A gRPC error as the platform's own error. */
export const fromStatus = (error: ServiceError): DomainError => {
  const code = error.code === Status.CANCELLED ? 'aborted' : (Status[error.code] ?? 'INTERNAL').toLowerCase();
  const own = new DomainError(
    errorCodes.find((known) => known === code) ?? 'internal',
    error.details || error.message,
    violationsOf(error.metadata),
  );
  statuses.set(own, Status[error.code] ?? 'UNKNOWN');
  return own;
};
