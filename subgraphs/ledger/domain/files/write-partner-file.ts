// A partner's file in the form that is read (partner-file.ts), for those who have records and no file: examples, scenarios, replays.

import { stringify } from 'csv-stringify/sync';
import type { PartnerRecord } from '../reconciliation.ts';
import { escapeFormula } from './formula-text.ts';
import { PARTNER_FILE_COLUMNS, PARTNER_FILE_VERSION, type PartnerFileRecord } from './partner-file.ts';

/** What the header of a file says it is. */
export interface PartnerFileName {
  readonly partner: string;
  readonly window: string;
}

/** The CSV with its header, trailer and CRLF line ends, in pieces; records are numbered by their order. */
export function* partnerFileCsv(
  { partner, window }: PartnerFileName,
  records: readonly (PartnerRecord & Partial<Pick<PartnerFileRecord, 'till' | 'memberToken'>>)[],
): Generator<string> {
  yield csv([['H', PARTNER_FILE_VERSION, escapeFormula(partner), escapeFormula(window), String(records.length)]]);
  yield csv([[...PARTNER_FILE_COLUMNS]]);
  let points = 0n;
  let amountMinor = 0n;
  for (const record of records) {
    points += record.points;
    amountMinor += record.amount?.minor ?? 0n;
    yield csv([
      [
        escapeFormula(record.partnerRef),
        record.type,
        record.points.toString(),
        record.amount?.minor.toString() ?? null,
        record.amount?.currency ?? null,
        record.businessAt.toISOString(),
        typeof record.till === 'string' ? escapeFormula(record.till) : null,
        typeof record.memberToken === 'string' ? escapeFormula(record.memberToken) : null,
      ],
    ]);
  }
  yield csv([['T', String(records.length), points.toString(), amountMinor.toString()]]);
}

function csv(rows: (string | null)[][]): string {
  return stringify(rows, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
