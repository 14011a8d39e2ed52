import { badUserInput } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isWellFormed } from '../../serving/text.ts';
import type { QueryResolvers } from '../generated.ts';
import { listPartners, readPartnerByCode } from '../store/partners.ts';
import { partnerConnection, readPageByCode, storesOfPartner } from './connections.ts';
import { ruleQueries } from './earn-rule.ts';

export const Query: QueryResolvers = {
  ...ruleQueries,
  programme: (_, __, context) => {
    const { programmeId } = requireCaller(context);
    return programmeId === null ? null : context.loaders.programmes.load(programmeId);
  },
  partner: (_, { id, code }, context) => {
    const { programmeId } = requireProgrammeCaller(context);
    if (typeof id === 'string' && (code ?? null) === null) return context.loaders.partners.load(id);
    if (typeof code === 'string' && (id ?? null) === null) {
      return isWellFormed(code) ? readPartnerByCode(context.deps.database.db, programmeId, code) : null;
    }
    throw badUserInput('Give either `id` or `code`.');
  },
  partners: async (_, args, context) => {
    const { programmeId } = requireProgrammeCaller(context);
    const page = readPageByCode(args, 'partner');
    const { after, limit } = page;
    const rows = await listPartners(context.deps.database.db, { programmeId, after, limit: limit + 1 });
    return partnerConnection(rows, page);
  },
  stores: (_, { partnerId, ...args }, context) => {
    requireProgrammeCaller(context);
    return storesOfPartner(partnerId, args, context);
  },
};
