import type { FundingRow } from '../store/reading/read-funding.ts';
import type { InstructionRow } from '../store/settlement/instructions.ts';
import type { FiledPayment } from '../store/settlement/payment-files.ts';

/** A member or partner whose fields other subgraphs have. */
export interface EntityReference {
  readonly id: string;
}

/** A member over a period: after `from`, up to `to`. */
export interface MemberPeriod {
  readonly memberId: string;
  readonly from: Date;
  readonly to: Date;
}

/** The part of a redemption that one lot pays, made or quoted. */
export type FundingShareView = Omit<FundingRow, 'transactionId'>;

/** A payment with the currency in which it was sent, and the programme's. */
export type PaymentView = InstructionRow & { readonly currency: string; readonly netCurrency: string };

/** A payment of a file with the currency of the file. */
export type FiledPaymentView = FiledPayment & { readonly currency: string };

/** A reference, or null for nobody: where a partner is meant, the operator. */
export function referenceTo(id: string | null): EntityReference | null {
  return id === null ? null : { id };
}
