// A statement: what one partner is told of one window, in a form that it can prove without us (settlement.md 9).
//
//   line      one leg on the partner's account. Its canonical JSON is a leaf of the statement's tree
//   header    totals, action, value date, the tree's size and root, and the digest of the header before: this is what is signed
//   advice    the header over the first m lines, sent when the window has closed; the review period appends lines to them, and the
//             final header's tree must begin with the advice's, which a consistency proof shows
//
// Every line and header names its kind and version (`t`), programme, window and partner, so none can be shown in another context;
// advice and final differ in `t`, so one can not pass for the other. A new field means a new version: a net that is paid in another currency than the
// statement's (settlement.md 2.9) stands with amount and rate in a header of version 2, and in no other. Lines are guessable (few
// fields, few values), and a proof shows the hashes of their neighbours, so each line carries 128 bits that are not (`nonce`).
// Lines hold no personal data. Amounts are JSON numbers within +-(2^53-1), dates are UTC.

import { z } from 'zod';
import { assert } from '../../shared/assert.ts';
import type { Money } from '../../shared/money.ts';
import { canonicalJson, canonicalString, type JsonValue } from './canonical-json.ts';
import { canonicalLine, LINE_VERSION } from './canonical-line.ts';
import type { ExchangeRate } from './exchange-rates.ts';
import { hashLeaf, hashText, MerkleTree, type Sha256 } from './merkle-tree.ts';
import type { SettlementAction } from './netting.ts';

export const FINAL_VERSION = 'coalition.statement.v1';
/** A final statement whose net is paid in another currency. */
export const CONVERTED_VERSION = 'coalition.statement.v2';
export const ADVICE_VERSION = 'coalition.statement-advice.v1';
const LEAF_RULE = 'RFC9162 0x00||JCS(line)';

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/, 'is no UTC instant');
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'is no date');
const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is no SHA-256 in base64url');
const name = z.string().min(1).max(200);

const line = z.strictObject({
  t: z.literal(LINE_VERSION),
  programme: name,
  window: name,
  partner: name,
  /** Place in the statement, from 0 without gaps, in the order of posting. */
  seq: z.int().min(0),
  /** Journal entry, and the place of the leg in it. */
  entry: name,
  leg: z.int().min(0),
  /** Transaction that the entry belongs to. */
  tx: name,
  entryType: name,
  component: name,
  partnerRef: z.string().max(1000).nullable(),
  businessAt: instant,
  /** Minor units, > 0 in the partner's favour. */
  amountMinor: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency code'),
  /** 128 bits in base64url. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is no 128 bits in base64url'),
});

const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'is no currency code');

const fields = {
  programme: name,
  /** Funding model, as in the programme's terms. */
  model: name,
  window: name,
  partner: name,
  currency: currencyCode,
  openingMinor: z.int(),
  creditsMinor: z.int().min(0),
  debitsMinor: z.int().min(0),
  netMinor: z.int(),
  action: z.enum(['PAY_PARTNER', 'COLLECT_FROM_PARTNER', 'CARRY_FORWARD', 'NONE']),
  valueDate: date,
  merkle: z.strictObject({
    hash: z.literal('SHA-256'),
    leaf: z.literal(LEAF_RULE),
    size: z.int().min(0),
    root: digest,
  }),
  /** Digest of the partner's final header of the window before; null in its first one. */
  prev: digest.nullable(),
};

const settlement = z.strictObject({
  currency: currencyCode,
  /** Minor units of it: the net at the rate, of the net's sign. */
  netMinor: z.int(),
  /** Units of it for one unit of the statement's currency, as the source gave it. */
  rate: z.string().max(25),
  source: z.string().min(1).max(100),
  quotedAt: instant,
});

const header = z.discriminatedUnion('t', [
  z.strictObject({ t: z.enum([FINAL_VERSION, ADVICE_VERSION]), ...fields }),
  z.strictObject({ t: z.literal(CONVERTED_VERSION), ...fields, settlement }),
]);

export type StatementLine = z.infer<typeof line>;
export type StatementHeader = z.infer<typeof header>;
/** What a net is paid in where that is another currency. */
export type StatementSettlement = z.infer<typeof settlement>;

/** Null where the net is paid in the statement's own currency, or not at all. */
export function settlementOf(statementHeader: StatementHeader): StatementSettlement | null {
  return statementHeader.t === CONVERTED_VERSION ? statementHeader.settlement : null;
}

export function isFinal({ t }: Pick<StatementHeader, 't'>): boolean {
  return t !== ADVICE_VERSION;
}

/** What all lines and headers of one statement share. `model` is the funding model. */
export interface StatementContext {
  readonly programme: string;
  readonly model: string;
  readonly window: string;
  readonly partner: string;
  readonly currency: string;
}

/** What a line says of its statement. */
export type LineContext = Omit<StatementContext, 'model'>;

/** One leg on the partner's account, as the journal has it. */
export interface LineSource {
  readonly entry: string;
  readonly leg: number;
  readonly tx: string;
  readonly entryType: string;
  readonly component: string;
  readonly partnerRef: string | null;
  readonly businessAt: Date;
  /** Minor units, > 0 in the partner's favour. */
  readonly amountMinor: bigint;
  /** See `lineNonce`. */
  readonly nonce: string;
}

/** The line at place `seq` of a statement. Throws when the amount is beyond what JSON carries exactly. */
export function statementLine(context: LineContext, seq: number, source: LineSource): StatementLine {
  return {
    t: LINE_VERSION,
    programme: context.programme,
    window: context.window,
    partner: context.partner,
    seq,
    entry: source.entry,
    leg: source.leg,
    tx: source.tx,
    entryType: source.entryType,
    component: source.component,
    partnerRef: source.partnerRef,
    businessAt: instantText(source.businessAt),
    amountMinor: safeNumber(source.amountMinor),
    currency: context.currency,
    nonce: source.nonce,
  };
}

/** Hash of a line as a leaf of the tree. */
export function lineHash(sha256: Sha256, statementLine: StatementLine): Uint8Array {
  return hashLeaf(sha256, canonicalLine(statementLine));
}

/** The first 128 bits of HMAC-SHA-256 over the UTF-8 bytes of a message, in base64url. The key is the operator's alone. */
export type NonceMac = (message: string) => string;

/**
 * The nonce of a line, so that it need not be stored: `mac` over what names the line. The same line always gets the same nonce, or a rebuilt statement would have another root.
 */
export function lineNonce(
  mac: NonceMac,
  context: Pick<StatementContext, 'programme' | 'partner'>,
  source: Pick<LineSource, 'entry' | 'leg'>,
): string {
  // The canonical JSON of a list, put together without one.
  const names = [LINE_VERSION, context.programme, context.partner, source.entry].map(canonicalString);
  return mac(`[${names.join(',')},${source.leg}]`);
}

/** What a header says beyond its context. Amounts in minor units; `root` is the tree's over `size` lines. */
export interface HeaderFigures {
  readonly kind: 'ADVICE' | 'FINAL';
  readonly openingMinor: bigint;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
  readonly action: SettlementAction;
  /** YYYY-MM-DD. */
  readonly valueDate: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** `headerDigest` of the partner's final header of the window before, or null. */
  readonly prev: string | null;
  /** Of a final statement whose net is paid in another currency: amount and rate. */
  readonly settlement?: { readonly paid: Money; readonly rate: ExchangeRate } | null;
}

/** The header of a statement: what is signed. Throws when an amount is beyond what JSON carries exactly. */
export function statementHeader(context: StatementContext, figures: HeaderFigures): StatementHeader {
  const { kind, settlement = null } = figures;
  const said = {
    programme: context.programme,
    model: context.model,
    window: context.window,
    partner: context.partner,
    currency: context.currency,
    openingMinor: safeNumber(figures.openingMinor),
    creditsMinor: safeNumber(figures.creditsMinor),
    debitsMinor: safeNumber(figures.debitsMinor),
    netMinor: safeNumber(figures.openingMinor + figures.creditsMinor - figures.debitsMinor),
    action: figures.action,
    valueDate: figures.valueDate,
    merkle: { hash: 'SHA-256', leaf: LEAF_RULE, size: figures.size, root: hashText(figures.root) } as const,
    prev: figures.prev,
  };
  if (settlement === null) return { t: kind === 'ADVICE' ? ADVICE_VERSION : FINAL_VERSION, ...said };
  assert(kind === 'FINAL', 'a net is converted when its window is final');
  const { paid, rate } = settlement;
  return {
    t: CONVERTED_VERSION,
    ...said,
    settlement: {
      currency: paid.currency,
      netMinor: safeNumber(paid.minor),
      ...{ rate: rate.rate, source: rate.source, quotedAt: instantText(rate.quotedAt) },
    },
  };
}

/** base64url SHA-256 of a header's canonical JSON: what the next header's `prev` says. */
export function headerDigest(sha256: Sha256, statementHeader: StatementHeader): string {
  return hashText(sha256(new TextEncoder().encode(canonicalJson(statementHeader))));
}

/** What a final header leaves to the next window, in minor units. */
export function carriedForward(statementHeader: StatementHeader): number {
  return statementHeader.action === 'CARRY_FORWARD' ? statementHeader.netMinor : 0;
}

/** A statement in the making: lines are appended in the order of posting, an advice may be taken on the way. */
export class StatementDraft {
  readonly tree: MerkleTree;
  private readonly sha256: Sha256;
  private readonly context: StatementContext;
  private creditsMinor = 0n;
  private debitsMinor = 0n;

  constructor(sha256: Sha256, context: StatementContext) {
    this.sha256 = sha256;
    this.context = context;
    this.tree = new MerkleTree(sha256);
  }

  /** Appends a leg and returns its line, whose `seq` is its index in the tree. */
  append(source: LineSource): StatementLine {
    const appended = statementLine(this.context, this.tree.size, source);
    this.tree.append(lineHash(this.sha256, appended));
    if (source.amountMinor > 0n) this.creditsMinor += source.amountMinor;
    else this.debitsMinor -= source.amountMinor;
    return appended;
  }

  /** The header over all lines so far. */
  header(
    figures: Pick<HeaderFigures, 'kind' | 'openingMinor' | 'action' | 'valueDate' | 'prev' | 'settlement'>,
  ): StatementHeader {
    return statementHeader(this.context, {
      ...figures,
      creditsMinor: this.creditsMinor,
      debitsMinor: this.debitsMinor,
      size: this.tree.size,
      root: this.tree.root(),
    });
  }
}

export type Read<Thing> =
  | { readonly ok: true; readonly value: Thing }
  | { readonly ok: false; readonly problem: string };

/** Takes a JSON value for a line of version 1, or says in a clause why it is none. */
export function readLine(value: JsonValue): Read<StatementLine> {
  return read(line, value);
}

/** Takes a JSON value for a header of version 1, final or advice, or says in a clause why it is none. */
export function readHeader(value: JsonValue): Read<StatementHeader> {
  return read(header, value);
}

function read<Thing>(shape: z.ZodType<Thing>, value: JsonValue): Read<Thing> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue!.path.join('.');
  return { ok: false, problem: path === '' ? issue!.message : `${path}: ${issue!.message}` };
}

/** 2026-09-07T12:00:00Z; milliseconds only where there are any. */
function instantText(at: Date): string {
  return at.toISOString().replace('.000Z', 'Z');
}

function safeNumber(minor: bigint): number {
  const number = Number(minor);
  assert(Number.isSafeInteger(number), 'an amount of a statement is within what JSON carries exactly');
  return number;
}
