// PostgreSQL array literals, one per column of a batch: what `unnest` takes.
//
// Why by hand: the driver escapes and joins element by element through its type table; ids, numbers and times need no escaping,
// and these four loops are a quarter of the cost of a batch's statements otherwise. The statement casts each one (`::uuid[]`).

/** For ids, booleans, small codes and dates: text that holds no quote, comma, brace or backslash. Null is NULL. */
export function plainArray<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  let literal = '{';
  for (let at = 0; at < rows.length; at += 1) {
    if (at > 0) literal += ',';
    literal += of(rows[at]!) ?? 'NULL';
  }
  return `${literal}}`;
}

export function integerArray<Row>(rows: readonly Row[], of: (row: Row) => bigint | number | null): string {
  let literal = '{';
  for (let at = 0; at < rows.length; at += 1) {
    if (at > 0) literal += ',';
    const value = of(rows[at]!);
    literal += value === null ? 'NULL' : value.toString();
  }
  return `${literal}}`;
}

export function instantArray<Row>(rows: readonly Row[], of: (row: Row) => Date | null): string {
  return plainArray(rows, (row) => of(row)?.toISOString() ?? null);
}

/** For any text, JSON included. */
export function textArray<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  let literal = '{';
  for (let at = 0; at < rows.length; at += 1) {
    if (at > 0) literal += ',';
    const value = of(rows[at]!);
    literal += value === null ? 'NULL' : quote(value);
  }
  return `${literal}}`;
}

/** For bytea, in hexadecimal. */
export function bytesArray<Row>(rows: readonly Row[], of: (row: Row) => Uint8Array): string {
  return plainArray(rows, (row) => {
    const bytes = of(row);
    return `"\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}"`;
  });
}

/**
 * JSON documents, one after the other, for `string_to_array(..., chr(1))`: JSON escapes control characters, so none of them holds the separator,
 * and neither side has to escape and read back every quotation mark.
 */
export function joinedJson<Row>(rows: readonly Row[], of: (row: Row) => object): string {
  let joined = '';
  for (let at = 0; at < rows.length; at += 1) {
    if (at > 0) joined += '\u0001';
    joined += JSON.stringify(of(rows[at]!));
  }
  return joined;
}

function quote(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
