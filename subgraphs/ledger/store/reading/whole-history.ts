/**
 * Settings for statements that read the whole history, for their transaction alone.
 *
 * They join tables by columns that belong together, which the planner takes for independent: it expects few rows and would look
 * millions of them up one by one. Without nested loops it hashes, which is right for a pass over everything. Compiling such a
 * statement takes longer than it saves.
 */
export const WHOLE_HISTORY: Readonly<Record<string, string>> = {
  enable_nestloop: 'off',
  jit: 'off',
  work_mem: '64MB',
  statement_timeout: '15min',
  idle_in_transaction_session_timeout: '15min',
};
