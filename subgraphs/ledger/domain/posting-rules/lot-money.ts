// The money behind a lot: what it cost (R1, R6), what is still set aside for it (R5), what a return credits (R4).
//
//                                  price              set aside     service fee
//   OPERATOR_POOL, partner         T = issue price    R             S = T - R
//   OPERATOR_POOL, operator        R                  R             -
//   ISSUER_PAYS_ON_REDEMPTION      S                  -             S (partner only)
//
// All amounts are minor units of the programme currency, rounded once per component (R2).
import { priceOfPoints } from '../../../shared/money.ts';
import { divideHalfUp, takeProRata } from '../../../shared/rounding.ts';
import type { Lot, MoneyLeg } from '../book.ts';
import { addLeg, funderAccount, type Posting } from '../posting.ts';
import type { ContractTerms, FundingModel, ProgrammeTerms } from '../terms.ts';

/** What points of a lot carry of its price. */
export interface LotCost {
  readonly reserveMinor: bigint;
  readonly serviceMinor: bigint;
}

/** What a lot of `points` costs when it is earned (R6). `contract` is the funder's; null is the operator. */
export function priceOfLot(
  programme: ProgrammeTerms,
  contract: ContractTerms | null,
  fundingModel: FundingModel,
  points: bigint,
): LotCost {
  const { exponent } = programme;
  if (fundingModel === 'ISSUER_PAYS_ON_REDEMPTION') {
    return {
      reserveMinor: 0n,
      serviceMinor: contract === null ? 0n : priceOfPoints(points, contract.serviceFeeMicros, exponent),
    };
  }
  if (contract === null) {
    return { reserveMinor: priceOfPoints(points, programme.operatorReserveRateMicros, exponent), serviceMinor: 0n };
  }
  const reserveMinor = priceOfPoints(points, contract.reserveRateMicros, exponent);
  return { reserveMinor, serviceMinor: priceOfPoints(points, contract.issuePriceMicros, exponent) - reserveMinor };
}

/** Prices a lot whose points have become real: `pricedPoints` and the money for them. */
export function priceLot(posting: Posting, lot: Lot, points: bigint): void {
  const { programme } = posting.terms;
  const { reserveMinor, serviceMinor } = priceOfLot(programme, contractOf(posting, lot), lot.fundingModel, points);
  lot.pricedPoints = points;
  lot.reserveMinor = reserveMinor;
  lot.serviceMinor = serviceMinor;
  lot.reserveRefundableMinor = reserveMinor;
  lot.serviceRefundableMinor = serviceMinor;
}

/** Legs of points becoming real: the funder pays, the reserve is filled, the operator has earned its fee. */
export function addIssuanceLegs(legs: MoneyLeg[], lot: Lot): void {
  const component = lot.fundingModel === 'OPERATOR_POOL' ? 'ISSUANCE' : 'SERVICE_FEE';
  addLeg(legs, funderAccount(lot.funderId), component, -(lot.reserveMinor + lot.serviceMinor));
  addLeg(legs, 'OP:RESERVE', component, lot.reserveMinor);
  addLeg(legs, 'OP:REV_SERVICE', component, lot.serviceMinor);
}

/** The funder's contract version that the lot was earned under; null when the operator funds it. */
export function contractOf(posting: Posting, lot: Lot): ContractTerms | null {
  return lot.contractVersionId === null ? null : posting.terms.contractVersion(lot.contractVersionId);
}

/** Reserve that the pool still holds for the lot: a pure function of what remains of it (R5). */
export function reserveLeft(lot: Pick<Lot, 'reserveMinor' | 'pricedPoints' | 'available' | 'held'>): bigint {
  if (lot.reserveMinor === 0n) return 0n;
  const gone = lot.pricedPoints - lot.available - lot.held;
  return lot.reserveMinor - divideHalfUp(lot.reserveMinor * gone, lot.pricedPoints);
}

/** Takes from the lot what `points` of it carry of reserve and service fee (R4). Call it before the points move. */
export function takeRefundable(lot: Lot, points: bigint): LotCost {
  const units = lot.points - lot.reversed - lot.transferred;
  const reserveMinor = takeProRata(lot.reserveRefundableMinor, points, units);
  const serviceMinor = takeProRata(lot.serviceRefundableMinor, points, units);
  lot.reserveRefundableMinor -= reserveMinor;
  lot.serviceRefundableMinor -= serviceMinor;
  return { reserveMinor, serviceMinor };
}

/** The part of a service fee that the contract gives back when points are. */
export function refundedService(posting: Posting, lot: Lot, serviceMinor: bigint): bigint {
  return serviceMinor !== 0n && contractOf(posting, lot)?.earnReversalRefundsServiceFee ? serviceMinor : 0n;
}
