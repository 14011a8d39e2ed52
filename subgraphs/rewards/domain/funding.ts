/** Who pays for the points that something gives, and who of them has agreed to. */
export interface Funding {
  /** The partner that pays; null is the operator. */
  readonly funderId: string | null;
  /** Its share in hundredths of a percent; all shares sum to 10,000. */
  readonly basisPoints: number;
}

export const WHOLE_FUNDING = 10_000;
/** The operator among those who approve, who have names of text. */
export const OPERATOR_FUNDER = 'OP';

/** Under which name a funder approves. */
export function funderName(funderId: string | null): string {
  return funderId ?? OPERATOR_FUNDER;
}

/** Who has not agreed yet. */
export function missingOf(funding: readonly Funding[], approvals: readonly { readonly funder: string }[]): Funding[] {
  return funding.filter(({ funderId }) => !approvals.some(({ funder }) => funder === funderName(funderId)));
}
