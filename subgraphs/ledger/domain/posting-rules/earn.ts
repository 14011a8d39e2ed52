// A member earns points: a purchase, a bonus, an adjustment in the member's favour (settlement R6).
//
// One lot per component and funder, in the listed order, base first. Points that are pending move no money until they are confirmed.
//
//   points                 debit issued:<funder>   credit member:<member> (pending:<member>)
//   OPERATOR_POOL          Dr PARTNER:f T          Cr OP:RESERVE R, Cr OP:REV_SERVICE S     (operator: Dr OP:MARKETING R, Cr OP:RESERVE R)
//   PAYS_ON_REDEMPTION     Dr PARTNER:f S          Cr OP:REV_SERVICE S                      (operator: nothing)
// Under a HYBRID contract a component is two lots, its points split by largest remainder (R3): the pool's share, then the rest; everything
// that happens later follows the lot's own model.
//
// Points that are usable at once repay the member's debts at once (R11).
import { assert } from '../../../shared/assert.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { JournalEntryType, Lot, MemberBook, MoneyLeg } from '../book.ts';
import { openLot, type Posting, writeEntry } from '../posting.ts';
import { type ContractTerms, type FundingModel, OPERATOR } from '../terms.ts';
import { addIssuanceLegs, priceLot } from './lot-money.ts';
import { repayDebts } from './repay-debts.ts';

/** The part of an earn that one funder pays for. */
export interface EarnComponent {
  /** BASE, BONUS, ADJUSTMENT or CAMPAIGN:<id>. */
  readonly component: string;
  /** Partner id, or OPERATOR. */
  readonly funderId: string;
  /** The funder's contract at the event's time; null for the operator. */
  readonly contract: ContractTerms | null;
  /** Above zero. */
  readonly points: bigint;
  readonly expiresOn: string | null;
}

export interface EarnFacts {
  /** Partner at whose till it happened, or OPERATOR. */
  readonly issuerId: string;
  readonly type?: Extract<JournalEntryType, 'EARN' | 'BONUS' | 'ADJUSTMENT'>;
  readonly components: readonly EarnComponent[];
  /** Null is spendable at once; else until that moment, or until a confirmation. */
  readonly pending: { readonly until: Date | null } | null;
}

export interface Earned {
  readonly lots: readonly Lot[];
  /** Points that went into debts at once. */
  readonly repaid: bigint;
}

/** Posts an earn. The book needs the member's other lots only while the member has debts. */
export function earn(posting: Posting, book: MemberBook, facts: EarnFacts): Earned {
  const lots: Lot[] = [];
  for (const component of facts.components) {
    const { contract } = component;
    if (contract?.fundingModel === 'HYBRID') openHybridLots(posting, book, facts, component, contract, lots);
    else lots.push(openEarnedLot(posting, book, facts, component, fundingModelOf(posting, contract)));
  }
  if (facts.pending !== null) return { lots, repaid: 0n };
  const legs: MoneyLeg[] = [];
  for (const lot of lots) addIssuanceLegs(legs, lot);
  writeEntry(posting, facts.type ?? 'EARN', legs);
  return { lots, repaid: repayDebts(posting, book) };
}

function openHybridLots(
  posting: Posting,
  book: MemberBook,
  facts: EarnFacts,
  component: EarnComponent,
  contract: ContractTerms,
  lots: Lot[],
): void {
  const share = contract.poolShareBasisPoints;
  assert(share != null, `contract ${contract.contractVersionId} is HYBRID without a share`);
  const [pooled = 0n, onRedemption = 0n] = allocateByLargestRemainder(component.points, [share, 10_000n - share]);
  const open = (points: bigint, model: FundingModel) => {
    if (points > 0n) lots.push(openEarnedLot(posting, book, facts, { ...component, points }, model));
  };
  open(pooled, 'OPERATOR_POOL');
  open(onRedemption, 'ISSUER_PAYS_ON_REDEMPTION');
}

function openEarnedLot(
  posting: Posting,
  book: MemberBook,
  facts: EarnFacts,
  component: EarnComponent,
  fundingModel: FundingModel,
): Lot {
  const { points, contract, funderId } = component;
  assert((funderId === OPERATOR) === (contract === null), 'a partner funds by contract, the operator without');
  const pending = facts.pending !== null;
  const lot: Lot = {
    lotId: posting.newId(),
    memberId: book.memberId,
    earnTransactionId: posting.transactionId,
    parentLotId: null,
    issuerId: facts.issuerId,
    funderId,
    component: component.component,
    contractVersionId: contract?.contractVersionId ?? null,
    fundingModel,
    points,
    pending: pending ? points : 0n,
    available: pending ? 0n : points,
    held: 0n,
    redeemed: 0n,
    expired: 0n,
    reversed: 0n,
    transferred: 0n,
    askedBack: 0n,
    pricedPoints: 0n,
    reserveMinor: 0n,
    serviceMinor: 0n,
    reserveRefundableMinor: 0n,
    serviceRefundableMinor: 0n,
    expiresOn: component.expiresOn,
    pendingUntil: facts.pending?.until ?? null,
  };
  if (!pending) priceLot(posting, lot, points);
  openLot(posting, book, lot, `issued:${funderId}`);
  return lot;
}

function fundingModelOf(posting: Posting, contract: ContractTerms | null): FundingModel {
  if (contract === null) return posting.terms.programme.operatorFundingModel;
  assert(contract.fundingModel !== 'HYBRID', 'a hybrid component is two lots');
  return contract.fundingModel;
}
