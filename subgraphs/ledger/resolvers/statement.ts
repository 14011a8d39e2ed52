import { mayActForWholePartner, type ProgrammeCaller } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { LedgerContext } from '../context.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { closeDateOf } from '../domain/business-days.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type Camt053Frame, camt053Part } from '../domain/files/camt-053.ts';
import { asFileName, statementId } from '../domain/files/statement-id.ts';
import { hashText } from '../domain/merkle-tree.ts';
import { lineHash, settlementOf } from '../domain/statement.ts';
import type {
  NetPositionAction,
  QueryResolvers,
  StatementKind,
  StatementLineResolvers,
  StatementResolvers,
} from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { readingOf, type StatementReading } from '../statements/read-statement.ts';
import { sha256 } from '../statements/sha256.ts';
import { readBilling } from '../store/documents/read-billing.ts';
import { readStatements, type StatementRow } from '../store/statements/statements.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { toMoney } from './money.ts';
import { seenTransaction } from './transaction.ts';

const LINE = 'statement-line';

/** The latest statement of each partner in a window that the caller may see, with the advice behind a final one. */
async function statementsOf(
  window: WindowRow,
  partnerId: string | null,
  kind: StatementKind | null,
  caller: ProgrammeCaller,
  { deps, reads }: LedgerContext,
): Promise<StatementReading[]> {
  const rows = await readStatements(reads.sql, caller.programmeId, [window.windowId], partnerId);
  const advices = new Map(rows.filter((row) => row.kind === 'ADVICE').map((row) => [row.partnerId, row]));
  const latest = new Map<string, StatementRow>();
  for (const row of rows) {
    if (!mayActForWholePartner(caller, row.partnerId) || (kind !== null && row.kind !== kind)) continue;
    if (!latest.has(row.partnerId)) latest.set(row.partnerId, row);
  }
  const services = { sql: reads.sql, journal: deps.database.sql, keys: deps.keys, clock: deps.clock };
  return [...latest.values()].map((row) =>
    readingOf(services, row, row.kind === 'FINAL' ? (advices.get(row.partnerId) ?? null) : null, window.number),
  );
}

/** Statements of a window as the caller sees them, for `SettlementWindow.statements`. */
export function statementsOfWindow(window: WindowRow, context: LedgerContext): Promise<StatementReading[]> {
  return statementsOf(window, null, null, requireStatementCaller(context), context);
}

/** One statement; null when there is none, or it is not the caller's to see. */
async function oneStatement(
  windowId: string,
  partnerId: string | null,
  kind: StatementKind | null,
  context: LedgerContext,
): Promise<StatementReading | null> {
  const caller = requireStatementCaller(context);
  const asked = partnerId ?? caller.partnerId;
  if (asked === null) throw badUserInput('`partnerId` says whose statement: the operator has none of its own.');
  if (!isId(asked.toLowerCase())) return null;
  const window = await context.loaders.windows.load(windowId);
  if (window === null) return null;
  const [statement] = await statementsOf(window, asked.toLowerCase(), kind, caller, context);
  return statement ?? null;
}

function requireStatementCaller(context: LedgerContext): ProgrammeCaller {
  const caller = requireProgrammeCaller(context);
  if (caller.role === 'member') throw forbidden('Settlement is between the operator and partners.');
  return caller;
}

export const statementQueries: Required<Pick<QueryResolvers, 'statement' | 'statementLine' | 'settlementKeys'>> = {
  statement: (_, { windowId, partnerId, kind }, context) =>
    oneStatement(windowId, partnerId ?? null, kind ?? null, context),
  statementLine: async (_, { windowId, partnerId, seq }, context) => {
    const statement = await oneStatement(windowId, partnerId ?? null, null, context);
    return statement === null ? null : lineAt(statement, seq);
  },
  settlementKeys: async (_, __, context) => settlementKeysOf(requireStatementCaller(context).programmeId, context),
};

/** Every key of a programme, and those that are good as a JWKS document. */
export async function settlementKeysOf(programmeId: string, { deps }: LedgerContext) {
  const keys = await deps.database.withTransaction(({ sql }) => deps.keys.published(sql, programmeId, deps.clock()));
  const published = keys.map((key) => ({
    id: key.keyId,
    jwk: { ...key.publicJwk, kid: key.keyId, use: 'sig', alg: 'Ed25519' },
    createdAt: key.createdAt,
    retiredAt: key.retiredAt,
    revokedAt: key.revokedAt,
    revokedBecause: key.revokedBecause,
  }));
  const good = published.filter((key) => key.revokedAt === null).map((key) => key.jwk);
  return { keys: published, jwks: JSON.stringify({ keys: good }) };
}

async function lineAt(statement: StatementReading, seq: number) {
  if (seq < 0 || seq >= statement.row.size) return null;
  const [line] = await statement.lines(seq, 1);
  return line ?? null;
}

export const Statement: StatementResolvers = {
  id: ({ row }) => row.statementId,
  kind: ({ row }) => row.kind,
  window: ({ row }, _, { loaders }) => loaders.windows.load(row.windowId),
  partner: ({ row }) => referenceTo(row.partnerId),
  lineCount: ({ row }) => row.size,
  merkleRoot: ({ header }) => header.merkle.root,
  opening: ({ header }) => toMoney(BigInt(header.openingMinor), header.currency),
  credits: ({ header }) => toMoney(BigInt(header.creditsMinor), header.currency),
  debits: ({ header }) => toMoney(BigInt(header.debitsMinor), header.currency),
  net: ({ header }) => toMoney(BigInt(header.netMinor), header.currency),
  action: ({ header }) => header.action as NetPositionAction,
  settlementAmount: ({ header }) => {
    const settlement = settlementOf(header);
    return settlement === null ? null : toMoney(BigInt(settlement.netMinor), settlement.currency);
  },
  exchangeRate: ({ header }) => {
    const settlement = settlementOf(header);
    if (settlement === null) return null;
    const { currency: quote, rate, source, quotedAt } = settlement;
    return { base: header.currency, quote, rate, source, quotedAt: new Date(quotedAt) };
  },
  valueDate: ({ header }) => header.valueDate,
  components: ({ row, header }) =>
    Object.entries(row.components).map(([component, sum]) => ({
      component,
      total: toMoney(BigInt(sum), header.currency),
    })),
  header: ({ row }) => row.header,
  headerDigest: ({ row }) => row.headerDigest,
  previousDigest: ({ header }) => header.prev,
  jws: ({ row }) => row.jws,
  keyId: ({ row }) => row.keyId,
  issuedAt: ({ row }) => row.issuedAt,
  advice: async ({ row }, _, context) =>
    row.kind === 'FINAL' ? oneStatement(row.windowId, row.partnerId, 'ADVICE', context) : null,
  consistencyProof: async (statement) => {
    const proof = await statement.consistencyProof();
    return proof === null ? null : { ...proof, path: [...proof.path] };
  },
  lines: async (statement, args) => {
    const page = readPage(args, LINE, 1);
    const after = page.after?.[0] ?? null;
    if (after !== null && !/^(0|[1-9]\d{0,9})$/.test(after))
      throw badUserInput('`after` is not a cursor of this connection.');
    const rows = await statement.lines(after === null ? 0 : Number(after) + 1, page.limit + 1);
    return connectionOf(rows, page, ({ line }) => [String(line.seq)]);
  },
  line: (statement, { seq }) => lineAt(statement, seq),
  file: async (statement, { format, after }, context) => {
    if (after < 0 || after > statement.row.size) throw badUserInput('`after` is not what a part gave as `next`.');
    return format === 'CAMT_053' ? camtPart(statement, after, context) : statement.filePart(format, after);
  },
};

const LINES_A_CAMT_PART = 1_000;

/** Parts of the camt.053: the same lines, under the names of the parties as they are now. */
async function camtPart(statement: StatementReading, after: number, context: LedgerContext) {
  const { row, header } = statement;
  const window = await context.loaders.windows.load(row.windowId);
  const reference = await context.loaders.programme();
  if (window === null || window.closedAt === null) throw new Error('Broken promise: a statement is of a closed window');
  const { timeZone } = reference.programme;
  const billing = await readBilling(context.deps.database.sql, row.programmeId);
  const frame: Camt053Frame = {
    header,
    from: window.openedAt,
    until: window.closedAt,
    openDate: businessDate(window.openedAt, timeZone),
    closeDate: closeDateOf(window.closedAt, timeZone),
    createdAt: row.issuedAt,
    partnerName: reference.partners.get(row.partnerId)?.name ?? header.partner,
    operatorName: billing.find(({ partnerId }) => partnerId === null)?.legalName ?? header.programme,
    sequenceNumber: null,
  };
  const lines = (await statement.lines(after, LINES_A_CAMT_PART)).map(({ line }) => line);
  const reached = after + lines.length;
  return {
    name: asFileName(`camt053-${statementId(header)}.xml`),
    mediaType: 'application/xml',
    text: camt053Part(sha256, frame, lines),
    next: reached < row.size ? reached : null,
  };
}

export const StatementLine: StatementLineResolvers = {
  seq: ({ line }) => line.seq,
  transaction: ({ line }, _, context) => seenTransaction(line.tx, context),
  entry: ({ line }) => line.entry,
  leg: ({ line }) => line.leg,
  entryType: ({ line }) => line.entryType,
  component: ({ line }) => line.component,
  partnerRef: ({ line }) => line.partnerRef,
  businessAt: ({ line }) => new Date(line.businessAt),
  amount: ({ line }) => toMoney(BigInt(line.amountMinor), line.currency),
  nonce: ({ line }) => line.nonce,
  canonical: ({ line }) => canonicalJson(line),
  leafHash: ({ line }) => hashText(lineHash(sha256, line)),
  inclusionProof: async ({ statement, line }) => {
    const proof = await statement.inclusionProof(line.seq);
    return { ...proof, path: [...proof.path] };
  },
  document: async ({ statement, line }) =>
    JSON.stringify({
      ...(await statement.envelope()),
      line,
      proof: await statement.inclusionProof(line.seq),
    }),
};
