import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ServedAnswer } from '@ao/domain-cognition';
import { DomainError } from '@ao/kernel';

/** Writes and reads receipts: what was served, signed, so that an answer costs no write and its outcome no look-up. */
export interface Receipts {
  write(answer: ServedAnswer): string;
  /** Throws `invalid_argument` for anything but a receipt that was written under the same secret. */
  read(receipt: string): ServedAnswer;
}

/** `v1.<fields>.<signature>`; the fields are a JSON array, both parts are base64url. */
const version = 'v1';
const longest = 1024;
const shape = /^v1\.[\w-]+\.[\w-]{43}$/;

type Fields = readonly [
  answerId: string,
  slot: string,
  label: ServedAnswer['label'],
  unitId: string,
  configurationHash: string,
  slotVersion: number,
  confidence: number | null,
  decision: ServedAnswer['decision'],
  byLabel: boolean,
];

const fieldsOf = ({
  answerId,
  slot,
  label,
  unitId,
  configurationHash,
  slotVersion,
  confidence,
  decision,
  byLabel,
}: ServedAnswer): Fields => [
  answerId,
  slot,
  label,
  unitId,
  configurationHash,
  slotVersion,
  confidence,
  decision,
  byLabel,
];

const answerOf = ([
  answerId,
  slot,
  label,
  unitId,
  configurationHash,
  slotVersion,
  confidence,
  decision,
  byLabel,
]: Fields): ServedAnswer => ({
  answerId,
  slot,
  label,
  unitId,
  configurationHash,
  slotVersion,
  confidence,
  decision,
  byLabel,
});

const notOurs = (message: string): DomainError =>
  new DomainError('invalid_argument', 'the receipt is not valid', [{ path: 'receipt', message }]);

/** Receipts under a secret that every process of this service has; the key is derived from it (HKDF, RFC 5869), for receipts alone. */
export const receipts = (secret: string): Receipts => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'agent-orchestrator answer receipt v1', 32));
  const signature = (signed: string): string => createHmac('sha256', key).update(signed).digest('base64url');
  return {
    write(answer) {
      const signed = `${version}.${Buffer.from(JSON.stringify(fieldsOf(answer))).toString('base64url')}`;
      return `${signed}.${signature(signed)}`;
    },
    read(receipt) {
      if (receipt.length > longest) throw notOurs(`must have at most ${longest} characters`);
      if (!shape.test(receipt)) throw notOurs('must be the receipt of an answer, as it was given');
      const end = receipt.lastIndexOf('.');
      const signed = receipt.slice(0, end);
      // As texts, not as bytes: two texts of base64url can stand for the same bytes.
      if (!timingSafeEqual(Buffer.from(receipt.slice(end + 1)), Buffer.from(signature(signed))))
        throw notOurs('must be the receipt of an answer of this platform, unchanged');
      return answerOf(
        JSON.parse(Buffer.from(signed.slice(version.length + 1), 'base64url').toString('utf8')) as Fields,
      );
    },
  };
};
