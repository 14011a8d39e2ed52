// Which leg each line of a statement is, 20 bytes a line: transaction (16), entry (2), leg (2). Kept beside the leaf hashes, so that line
// `seq` is found without reading the lines before it.

export const PLACE_BYTES = 20;

export interface LinePlace {
  readonly transactionId: string;
  readonly entry: number;
  /** From 0, in the order of the entry's legs. */
  readonly leg: number;
}

/** Writes a place at `offset`. */
export function writePlace(bytes: Buffer, offset: number, { transactionId, entry, leg }: LinePlace): void {
  bytes.write(transactionId.replaceAll('-', ''), offset, 'hex');
  bytes.writeInt16BE(entry, offset + 16);
  bytes.writeInt16BE(leg, offset + 18);
}

export function readPlace(bytes: Buffer, offset: number): LinePlace {
  const hex = bytes.toString('hex', offset, offset + 16);
  return {
    transactionId: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    entry: bytes.readInt16BE(offset + 16),
    leg: bytes.readInt16BE(offset + 18),
  };
}
