// A list that only lists: every invariant that the auditor checks, points first, then money, then order.
import type { Check } from './check.ts';
import { budgetsEqualLots } from './checks/budgets-equal-lots.ts';
import { closedWindowsAreSealed } from './checks/closed-windows-are-sealed.ts';
import { exchangeDifferencesAreTheBanks } from './checks/exchange-differences-are-the-banks.ts';
import { foreignAmountsAreNetsAtTheirRate } from './checks/foreign-amounts-are-nets-at-their-rate.ts';
import { holdsEqualLots } from './checks/holds-equal-lots.ts';
import { issuedPointsAreAccountedFor } from './checks/issued-points-are-accounted-for.ts';
import { journalBalances } from './checks/journal-balances.ts';
import { keysAreUsedOnce } from './checks/keys-are-used-once.ts';
import { lotsAreWhole } from './checks/lots-are-whole.ts';
import { lotsEqualTransfers } from './checks/lots-equal-transfers.ts';
import { moneySlotsEqualJournal } from './checks/money-slots-equal-journal.ts';
import { obligationsEqualRedemptionLines } from './checks/obligations-equal-redemption-lines.ts';
import { oneWindowIsOpen } from './checks/one-window-is-open.ts';
import { pointsSlotsEqualTransfers } from './checks/points-slots-equal-transfers.ts';
import { redemptionLinesEqualLots } from './checks/redemption-lines-equal-lots.ts';
import { refusalsMovedNothing } from './checks/refusals-moved-nothing.ts';
import { reserveEqualsLots } from './checks/reserve-equals-lots.ts';
import { settlementsPayNets } from './checks/settlements-pay-nets.ts';
import { statementsAreWhatWasSigned } from './checks/statements-are-what-was-signed.ts';
import { statementsEqualJournal } from './checks/statements-equal-journal.ts';
import { transactionsAreInOneWindow } from './checks/transactions-are-in-one-window.ts';
import { transactionsEqualTransfers } from './checks/transactions-equal-transfers.ts';
import { walletsEqualLots } from './checks/wallets-equal-lots.ts';
import { walletsEqualTransfers } from './checks/wallets-equal-transfers.ts';

export const ALL_CHECKS: readonly Check[] = [
  lotsAreWhole,
  lotsEqualTransfers,
  walletsEqualLots,
  walletsEqualTransfers,
  transactionsEqualTransfers,
  issuedPointsAreAccountedFor,
  budgetsEqualLots,
  holdsEqualLots,
  redemptionLinesEqualLots,
  obligationsEqualRedemptionLines,
  pointsSlotsEqualTransfers,
  journalBalances,
  moneySlotsEqualJournal,
  reserveEqualsLots,
  closedWindowsAreSealed,
  settlementsPayNets,
  foreignAmountsAreNetsAtTheirRate,
  exchangeDifferencesAreTheBanks,
  statementsEqualJournal,
  statementsAreWhatWasSigned,
  transactionsAreInOneWindow,
  oneWindowIsOpen,
  refusalsMovedNothing,
  keysAreUsedOnce,
];
