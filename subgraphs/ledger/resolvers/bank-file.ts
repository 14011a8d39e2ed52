import { isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { BankFileResolvers, BankWordResolvers, QueryResolvers } from '../generated.ts';
import { readBankFilePage, readBankWords } from '../store/settlement/bank-files.ts';
import { toMoney } from './money.ts';

const BANK_FILE = 'bank-file';
const BANK_WORD = 'bank-word';

/** What the operator's bank said is the operator's own affair. */
export const bankFileQueries: Required<Pick<QueryResolvers, 'bankFile' | 'bankFiles'>> = {
  bankFile: (_, { id }, context) =>
    isOperator(requireProgrammeCaller(context)) ? context.loaders.bankFiles.load(id) : null,
  bankFiles: async (_, args, context) => {
    const caller = requireProgrammeCaller(context);
    const page = readPage(args, BANK_FILE, 1);
    const before = page.after?.[0] ?? null;
    if (before !== null && !isId(before)) throw badUserInput('`after` is not a cursor of this connection.');
    const { programmeId } = caller;
    const rows = isOperator(caller)
      ? await readBankFilePage(context.reads.sql, { programmeId, before, limit: page.limit + 1 })
      : [];
    return connectionOf(rows, page, (row) => [row.bankFileId]);
  },
};

export const BankFile: BankFileResolvers = {
  id: ({ bankFileId }) => bankFileId,
  sha256: ({ sha256 }) => Buffer.from(sha256).toString('hex'),
  wordCount: ({ words }) => words,
  words: async ({ bankFileId }, args, { reads }) => {
    const page = readPage(args, BANK_WORD, 1);
    const after = page.after?.[0] ?? '-1';
    if (!/^(-1|0|[1-9]\d{0,8})$/.test(after)) throw badUserInput('`after` is not a cursor of this connection.');
    const asked = { outcomes: args.outcomes ?? null, after: Number(after), limit: page.limit + 1 };
    const rows = await readBankWords(reads.sql, bankFileId, asked);
    return connectionOf(rows, page, ({ ordinal }) => [String(ordinal)]);
  },
};

export const BankWord: BankWordResolvers = {
  amount: ({ amountMinor, currency }) =>
    amountMinor === null || currency === null ? null : toMoney(amountMinor, currency),
  booked: async ({ bookedMinor }, _, { loaders }) =>
    bookedMinor === null ? null : toMoney(bookedMinor, (await loaders.programme()).programme.currency),
  item: ({ itemId }, _, { loaders }) => (itemId === null ? null : loaders.items.load(itemId)),
};
