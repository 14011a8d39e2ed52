/** A member's points at a moment, as they are shown. `available` leaves out points whose last day has passed, swept or not. */
export interface WalletView {
  readonly memberId: string;
  readonly available: bigint;
  readonly held: bigint;
  readonly pending: bigint;
  readonly arrears: bigint;
  readonly qualifying: bigint;
  /** The moment; null is now. `expiring` and `lots` are read for the same moment. */
  readonly asOf: Date | null;
}

/** A lot with points left in it at a moment. */
export interface LotView {
  readonly lotId: string;
  readonly memberId: string;
  /** Null is the operator. */
  readonly issuerId: string | null;
  readonly funderId: string | null;
  readonly component: string;
  readonly contractVersionId: string | null;
  readonly points: bigint;
  /** Without those whose last day has passed. */
  readonly available: bigint;
  readonly held: bigint;
  readonly pending: bigint;
  readonly expiresOn: string | null;
  readonly earnTransactionId: string;
}
