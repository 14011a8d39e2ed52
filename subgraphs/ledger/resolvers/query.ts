import { isOperator, keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { auditBooks } from '../audit/audit-books.ts';
import type { LedgerContext } from '../context.ts';
import type { QueryResolvers } from '../generated.ts';
import { maySeeTransaction } from '../reading/access.ts';
import { liabilityReport, rollForwardReport } from '../reading/liability-report.ts';
import { readLiabilityAsOf, readLiabilityNow } from '../store/reading/read-liability.ts';
import { readRollForward } from '../store/reading/read-roll-forward.ts';
import { readTransactionByKey } from '../store/reading/read-transactions.ts';
import { WHOLE_HISTORY } from '../store/reading/whole-history.ts';
import { readOpenWindow, readWindowsBefore } from '../store/windows/read-windows.ts';
import { accounting } from './accounting.ts';
import { bankFileQueries } from './bank-file.ts';
import { disputeQueries } from './dispute.ts';
import { ruleQueries } from './earn-rules.ts';
import { eventQueries } from './event.ts';
import { seenHold } from './hold.ts';
import { reconciliationQueries } from './reconciliation.ts';
import { settlementDocuments } from './settlement-document.ts';
import { statementQueries } from './statement.ts';
import { seenTransaction } from './transaction.ts';
import { webhookQueries } from './webhook.ts';

const WINDOW = 'settlement-window';
const REPORT = { readOnly: true, settings: WHOLE_HISTORY } as const;

/** A caller who sees the windows: the operator and partners. */
function requireWindowCaller(context: LedgerContext): ProgrammeCaller {
  const caller = requireProgrammeCaller(context);
  if (caller.role === 'member') throw forbidden('Settlement is between the operator and partners.');
  return caller;
}

function requireOperator(context: LedgerContext): ProgrammeCaller {
  const caller = requireProgrammeCaller(context);
  if (!isOperator(caller)) throw forbidden('This is for the operator.');
  return caller;
}

export const Query: QueryResolvers = {
  ...ruleQueries,
  ...bankFileQueries,
  accounting,
  ...eventQueries,
  transaction: (_, { id }, context) => seenTransaction(id, context),
  transactionByKey: async (_, { idempotencyKey }, context) => {
    const caller = requireProgrammeCaller(context);
    const key = {
      programmeId: caller.programmeId,
      keySpace: keySpaceOf(caller),
      idempotencyKey: idempotencyKey.normalize('NFC'),
    };
    if (!/^[^\0]{1,1000}$/u.test(key.idempotencyKey)) return null;
    const record = await readTransactionByKey(context.reads.sql, key);
    return record !== null && (await maySeeTransaction(caller, context.loaders.persons, record)) ? record : null;
  },
  ...disputeQueries,
  hold: (_, { id }, context) => seenHold(id, context),
  settlementWindow: async (_, { id }, context) => {
    const caller = requireWindowCaller(context);
    return id == null ? readOpenWindow(context.reads.sql, caller.programmeId) : context.loaders.windows.load(id);
  },
  settlementWindows: async (_, args, context) => {
    const caller = requireWindowCaller(context);
    const page = readPage(args, WINDOW, 1);
    const before = page.after?.[0] ?? null;
    if (before !== null && !/^[1-9]\d{0,8}$/.test(before))
      throw badUserInput('`after` is not a cursor of this connection.');
    const rows = await readWindowsBefore(
      context.reads.sql,
      caller.programmeId,
      before === null ? null : Number(before),
      page.limit + 1,
    );
    return connectionOf(rows, page, (row) => [String(row.number)]);
  },
  ...statementQueries,
  pointsLiability: async (_, { asOf }, context) => {
    const caller = requireOperator(context);
    const { database, clock } = context.deps;
    const now = clock();
    if (asOf != null && asOf > now) throw badUserInput('`asOf` must not lie in the future.');
    const { timeZone } = (await context.loaders.programme()).programme;
    const rows = await database.withTransaction(
      ({ sql }) =>
        asOf == null
          ? readLiabilityNow(sql, caller.programmeId, timeZone)
          : readLiabilityAsOf(sql, caller.programmeId, timeZone, asOf),
      REPORT,
    );
    return { asOf: asOf ?? now, ...liabilityReport(rows) };
  },
  pointsRollForward: async (_, { from, to }, context) => {
    const caller = requireOperator(context);
    if (from > to) throw badUserInput('`from` must not lie after `to`.');
    const rows = await context.deps.database.withTransaction(
      ({ sql }) => readRollForward(sql, caller.programmeId, from, to),
      REPORT,
    );
    return rollForwardReport(rows);
  },
  ...reconciliationQueries,
  ...webhookQueries,
  settlementDocuments,
  audit: async (_, __, context) => {
    const { programmeId } = requireOperator(context);
    const report = await auditBooks(context.deps.database, programmeId, context.deps.keys);
    return { ...report, checks: report.checks.map((check) => ({ ...check, findings: [...check.findings] })) };
  },
};
