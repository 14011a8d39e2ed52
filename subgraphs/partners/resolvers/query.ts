import { isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isWellFormed } from '../../serving/text.ts';
import type { QueryResolvers } from '../generated.ts';
import { readAuditEntries } from '../store/audit-entries.ts';
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
    if (typeof id === 'string' && (code ?? null) === null) return context.loaders.faces.load(id);
    if (typeof code === 'string' && (id ?? null) === null) {
      return isWellFormed(code) ? readPartnerByCode(context.reads.db, programmeId, code) : null;
    }
    throw badUserInput('Give either `id` or `code`.');
  },
  partners: async (_, args, context) => {
    const { programmeId } = requireProgrammeCaller(context);
    const page = readPageByCode(args, 'partner');
    const { after, limit } = page;
    const rows = await listPartners(context.reads.db, { programmeId, after, limit: limit + 1 });
    for (const row of rows) context.loaders.partners.prime(row.partnerId, row);
    return partnerConnection(rows, page);
  },
  auditTrail: async (_, { command, clientId, person, ...args }, context) => {
    const caller = requireProgrammeCaller(context);
    if (!isOperator(caller)) throw forbidden('The audit trail is for the operator.');
    const page = readPage(args, 'audit', 1);
    const before = page.after === null ? null : readPosition(page.after[0] ?? '');
    const rows = await readAuditEntries(context.reads.sql, {
      programmeId: caller.programmeId,
      before,
      limit: page.limit + 1,
      command: command ?? null,
      clientId: clientId ?? null,
      person: person?.toLowerCase() ?? null,
    });
    return connectionOf(rows, page, (row) => [row.position.toString()]);
  },
  stores: (_, { partnerId, ...args }, context) => {
    requireProgrammeCaller(context);
    return storesOfPartner(partnerId, args, context);
  },
};

/** A position as a cursor holds it. Throws `BAD_USER_INPUT` for what is none. */
function readPosition(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw badUserInput('`after` is not a cursor of this connection.');
  return BigInt(text);
}
