// A real reply in the words of the naive ledger.
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import type { Expected } from './naive-ledger.ts';

/** Ids that only the real ledger knows. */
export function said(reply: Reply): { readonly transactionId: string; readonly adjustmentId: string } {
  if (!reply.ok) return { transactionId: '', adjustmentId: '' };
  return {
    transactionId: reply.record.transactionId,
    adjustmentId: reply.record.details.adjustment?.adjustmentId ?? '',
  };
}

export function expectedOf(reply: Reply, request: LedgerRequest): Expected {
  if (!reply.ok) return { ok: false, code: reply.refusal.code };
  const { details, kind } = reply.record;
  if (kind === 'PROPOSAL') return { ok: true, noted: true };
  if (request.instruction.kind === 'LAPSE') {
    const { expired, confirmed, holds } = details.sweep!;
    return { ok: true, sweep: { expired, confirmed, holds } };
  }
  const { wallet, counterpartyWallet } = details;
  return {
    ok: true,
    wallet: wallet!,
    ...(counterpartyWallet === undefined ? {} : { counterparty: counterpartyWallet }),
  };
}
