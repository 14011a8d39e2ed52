/**
 * The scalars of schema/common.graphql, strict in both directions.
 *
 * In: numbers and dates may be written with Persian or Arabic digits, and decimals with their separator: they are the same number, and one body under one key.
 * A value of the wrong kind is a GraphQL error `BAD_USER_INPUT` before any resolver runs; nothing is coerced. What the
 * business may refuse for a reason of its own (points below one, an unknown currency, a decimal with too many digits) passes
 * here and becomes a refusal with a code.
 * Out: a value that cannot be said exactly is a fault, never a rounded number.
 *
 * Limits: once a JSON body is parsed, `1000.0` and `1e3` in variables are the number 1000 and cannot be told from it; written
 * in the document they are refused. Fractions of a second beyond milliseconds are cut.
 */
import { type GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { toAsciiDigits } from '../shared/decimal-digits.ts';
import { badUserInput } from './errors.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function isSafe(value: bigint): boolean {
  return value >= -MAX_SAFE && value <= MAX_SAFE;
}

const TYPED_NUMBER = /^-?\d{1,16}$/;

/** A whole number as somebody typed it into a field, which front ends pass on as it is; null for anything else. */
function readTypedNumber(text: string): bigint | null {
  const ascii = toAsciiDigits(text);
  if (!TYPED_NUMBER.test(ascii)) return null;
  const value = BigInt(ascii);
  return isSafe(value) ? value : null;
}

/** A bigint that travels as a JSON number within +-(2^53 - 1); in, also as text in digits of any keyboard. */
function wholeNumber(name: string, description: string): GraphQLScalarType<bigint, number> {
  const complaint = (): GraphQLError =>
    badUserInput(`${name} must be a whole number from -(2^53 - 1) to 2^53 - 1, as JSON or in a string of digits.`);
  return new GraphQLScalarType<bigint, number>({
    name,
    description,
    serialize(value) {
      if (typeof value === 'bigint' && isSafe(value)) return Number(value);
      throw new Error(`Broken promise: ${name} cannot carry ${typeof value} ${String(value)}`);
    },
    parseValue(value) {
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
      const typed = typeof value === 'string' ? readTypedNumber(value) : null;
      if (typed === null) throw complaint();
      return typed;
    },
    parseLiteral(node) {
      const typed = node.kind === Kind.INT || node.kind === Kind.STRING ? readTypedNumber(node.value) : null;
      if (typed === null) throw complaint();
      return typed;
    },
  });
}

/** A string whose business meaning a command checks; `read` is how it is taken in. */
function plainString(
  name: string,
  description: string,
  example: string,
  read: (text: string) => string = (text) => text,
): GraphQLScalarType<string, string> {
  const complaint = (): GraphQLError => badUserInput(`${name} must be a string such as "${example}".`);
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize(value) {
      if (typeof value === 'string') return value;
      throw new Error(`Broken promise: ${name} cannot carry ${typeof value}`);
    },
    parseValue(value) {
      if (typeof value !== 'string') throw complaint();
      return read(value);
    },
    parseLiteral(node) {
      if (node.kind !== Kind.STRING) throw complaint();
      return read(node.value);
    },
  });
}

/** A decimal as keyboards elsewhere write it: U+066B is the separator that Persian and Arabic have for it. */
function readDecimal(text: string): string {
  return toAsciiDigits(text).replace('\u066b', '.');
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads ISO 8601 with seconds and a zone; null for anything else, days that do not exist included. */
export function parseInstant(text: string): Date | null {
  const match = INSTANT.exec(text);
  if (match === null || !isCalendarDay(text.slice(0, 10))) return null;
  const [, , , , hour, minute, second, , , zoneHour, zoneMinute] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (zoneHour !== undefined && (Number(zoneHour) > 18 || Number(zoneMinute) > 59)) return null;
  const instant = new Date(text);
  const year = instant.getUTCFullYear();
  return Number.isNaN(instant.getTime()) || year < 1 || year > 9999 ? null : instant;
}

/** Whether the text is `YYYY-MM-DD` and such a day exists. */
export function isCalendarDay(text: string): boolean {
  const match = DAY.exec(text);
  if (match === null || match[1] === '0000') return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function readInstant(value: unknown): Date {
  const instant = typeof value === 'string' && value.length <= 40 ? parseInstant(toAsciiDigits(value)) : null;
  if (instant === null)
    throw badUserInput('DateTime must be ISO 8601 with seconds and a zone, such as "2026-03-01T17:45:00Z".');
  return instant;
}

function readDay(value: unknown): string {
  const day = typeof value === 'string' ? toAsciiDigits(value) : null;
  if (day === null || !isCalendarDay(day)) throw badUserInput('Date must be a day that exists, such as "2026-03-01".');
  return day;
}

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : null;
}

const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in ISO 8601 with a zone, such as `2026-03-01T17:45:00Z`. Answers are always in UTC.',
  serialize(value) {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    throw new Error(`Broken promise: DateTime cannot carry ${String(value)}`);
  },
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(textOf(node)),
});

const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: "A calendar date, `YYYY-MM-DD`, in the programme's time zone.",
  serialize(value) {
    if (typeof value === 'string' && isCalendarDay(value)) return value;
    throw new Error(`Broken promise: Date cannot carry ${String(value)}`);
  },
  parseValue: readDay,
  parseLiteral: (node) => readDay(textOf(node)),
});

const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Structured detail whose shape is described where it is used.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

/** The resolvers of the scalars, by name: part of every subgraph. */
export const scalars = {
  DateTime,
  Date: CalendarDate,
  Points: wholeNumber(
    'Points',
    'A whole number of points as a JSON number, within +-(2^53 - 1). Taken in a string of digits, too.',
  ),
  MinorUnits: wholeNumber(
    'MinorUnits',
    "A whole count of a currency's minor units as a JSON number, within +-(2^53 - 1). Taken in a string of digits, too.",
  ),
  Decimal: plainString('Decimal', 'A plain decimal in a string, such as `"12.50"`.', '12.50', readDecimal),
  CurrencyCode: plainString('CurrencyCode', 'An ISO 4217 code, such as `EUR`.', 'EUR'),
  JSON: Json,
} as const;
