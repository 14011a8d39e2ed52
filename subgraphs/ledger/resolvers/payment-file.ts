import { badUserInput } from '../../serving/errors.ts';
import { asFileName } from '../domain/files/statement-id.ts';
import type { FiledPaymentResolvers, PaymentFileResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { readPaymentFilePart } from '../store/settlement/payment-files.ts';
import { toMoney } from './money.ts';

const CHARACTERS_A_PART = 500_000;

/** Reached through windows and proposals, which show files to the operator alone. */
export const PaymentFile: PaymentFileResolvers = {
  window: ({ windowId }, _, { loaders }) => loaders.windows.load(windowId),
  total: ({ sumMinor, currency }) => toMoney(sumMinor, currency),
  paymentCount: ({ payments }) => payments.length,
  payments: ({ payments, currency }) => payments.map((payment) => ({ ...payment, currency })),
  sha256: ({ sha256 }) => Buffer.from(sha256).toString('hex'),
  part: async (file, { after }, { reads }) => {
    if (!file.released) return null;
    const part = after < 0 ? null : await readPaymentFilePart(reads.sql, file, after, CHARACTERS_A_PART);
    if (part === null || after >= part.length) throw badUserInput('`after` is not what a part gave as `next`.');
    const reached = after + part.text.length;
    return {
      name: asFileName(`pain001-${file.messageId}.xml`),
      mediaType: 'application/xml',
      text: part.text,
      next: reached < part.length ? reached : null,
    };
  },
};

export const FiledPayment: FiledPaymentResolvers = {
  partner: ({ partnerId }) => referenceTo(partnerId),
  amount: ({ amountMinor, currency }) => toMoney(BigInt(amountMinor), currency),
};
