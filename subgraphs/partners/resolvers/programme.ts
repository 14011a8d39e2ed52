import { isOperator } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type { ProgrammeResolvers } from '../generated.ts';
import { readOperatorClients } from '../store/api-clients.ts';
import { readBilling } from '../store/billing.ts';
import { readCycleChanges } from '../store/cycle-changes.ts';

export const Programme: ProgrammeResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.programmes.load(id),
  id: ({ programmeId }) => programmeId,
  levyPerWindow: ({ levyPerWindowMinor }) => levyPerWindowMinor,
  billing: ({ programmeId }, _, context) =>
    isOperator(requireCaller(context)) ? readBilling(context.reads.db, programmeId, null) : null,
  cycleChanges: ({ programmeId }, _, context) =>
    isOperator(requireCaller(context)) ? readCycleChanges(context.reads.sql, programmeId) : null,
  operatorClients: ({ programmeId }, _, context) =>
    isOperator(requireCaller(context)) ? readOperatorClients(context.reads.db, programmeId) : null,
};
