import { mayActForWholePartner } from '../../serving/caller.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import type { LedgerContext } from '../context.ts';
import { exposureLevel } from '../domain/exposure-level.ts';
import { contractAt } from '../domain/reference.ts';
import { toMoney } from './money.ts';

/** A partner's position now, in minor units of the programme's currency; null when it is not the caller's to see. */
export async function positionOf(id: string, context: LedgerContext) {
  const caller = requireProgrammeCaller(context);
  const reference = await context.loaders.programme();
  const partnerId = id.toLowerCase();
  if (!mayActForWholePartner(caller, partnerId) || !reference.partners.has(partnerId)) return null;
  const row = await context.loaders.positions.load(partnerId);
  const [credits, debits] = row === null ? [0n, 0n] : [row.creditsMinor, row.debitsMinor];
  const cap = contractAt(reference, partnerId, context.deps.clock())?.netDebitCapMinor ?? null;
  const { currency } = reference.programme;
  return {
    net: toMoney(credits - debits, currency),
    credits: toMoney(credits, currency),
    debits: toMoney(debits, currency),
    cap: cap === null ? null : toMoney(cap, currency),
    level: exposureLevel(credits - debits, cap),
  };
}
