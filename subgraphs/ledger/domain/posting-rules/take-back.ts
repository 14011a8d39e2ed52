// Available points of a lot are taken back and their funder is credited what they had cost (settlement R9): by a return, a debt of the lot
// itself that its points pay, an adjustment.
//
//   points                 debit member:<member>                               credit issued:<funder>
//   OPERATOR_POOL          Dr OP:RESERVE released (R5), Dr OP:REV_SERVICE      Cr PARTNER:f R4(R) + R4(S); difference to the margin
//                          (operator's points: Cr OP:MARKETING)
//   PAYS_ON_REDEMPTION     Dr OP:REV_SERVICE                                   Cr PARTNER:f R4(S)
//
// Where the contract keeps the service fee, S is left out.
import type { Lot, LotBucket, MoneyComponent, MoneyLeg } from '../book.ts';
import { addLeg, funderAccount, movePoints, type Posting } from '../posting.ts';
import { type LotCost, refundedService, reserveLeft, takeRefundable } from './lot-money.ts';

/**
 * Takes points back from a lot and adds the legs; what the points had cost. `component` is the pool's: under PAYS_ON_REDEMPTION the legs
 * are SERVICE_FEE. `from` is `held` where another lot has taken their place in a hold.
 */
export function takeBack(
  posting: Posting,
  lot: Lot,
  points: bigint,
  legs: MoneyLeg[],
  component: MoneyComponent,
  from: Extract<LotBucket, 'available' | 'held'> = 'available',
): LotCost {
  const cost = takeRefundable(lot, points);
  const reserveBefore = reserveLeft(lot);
  movePoints(posting, lot, from, 'reversed', points);
  const releasedMinor = reserveBefore - reserveLeft(lot);
  const serviceMinor = refundedService(posting, lot, cost.serviceMinor);
  const spoken = lot.fundingModel === 'OPERATOR_POOL' ? component : 'SERVICE_FEE';
  addLeg(legs, 'OP:RESERVE', spoken, -releasedMinor);
  addLeg(legs, 'OP:REV_SERVICE', spoken, -serviceMinor);
  addLeg(legs, funderAccount(lot.funderId), spoken, cost.reserveMinor + serviceMinor);
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', spoken, releasedMinor - cost.reserveMinor);
  return cost;
}
