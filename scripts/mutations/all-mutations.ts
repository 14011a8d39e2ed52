// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source code
/** Guards of the ledger and of the earn rules, each with how it is taken out and the tests that must then be red. One at a time, in a copy of the project. */

export interface Mutation {
  /** What is taken out. */
  readonly name: string;
  readonly file: string;
  /** Must be in the file: a mutation that no longer applies is an error, not a pass. */
  readonly find: string;
  readonly replace: string;
  /** Test files of which one at least must be red. */
  readonly tests: readonly string[];
}

const STORE = 'subgraphs/ledger/store';
const TABLES = 'db/migrations/ledger/001-ledger.sql';
const CHECKS = 'db/migrations/ledger/160-checks-that-cost-less.sql';
const SHORT_CHECKS = 'db/migrations/ledger/504-checks-in-few-words.sql';
const LOCKS_OF_BATCH = 'subgraphs/ledger/store/posting/lock-batch.ts';
const FAILURES = 'tests/subgraphs/ledger-failures.test.ts';
const MODEL = 'tests/subgraphs/ledger-model.test.ts';
const UNWRITABLE = 'tests/subgraphs/unwritable.test.ts';
const LOCKS = 'tests/subgraphs/lock-order.test.ts';
const SPENDING = 'tests/subgraphs/spending-order.test.ts';
const WINDOWS = 'tests/subgraphs/windows.test.ts';
const RULES = 'tests/domain/ledger-model.test.ts';
const EARN_RULES = 'tests/domain/earn-rules.test.ts';

export const ALL_MUTATIONS: readonly Mutation[] = [
  {
    name: 'lock: the wallets of a batch',
    file: LOCKS_OF_BATCH,
    find: '\n  FOR NO KEY UPDATE`;',
    replace: '`;',
    tests: [FAILURES],
  },
  {
    name: 'lock: exposures of capped partners',
    file: LOCKS_OF_BATCH,
    find: 'SELECT pg_advisory_xact_lock(key)',
    replace: 'SELECT key',
    tests: [FAILURES],
  },
  {
    name: 'lock: the window, by whoever posts',
    file: LOCKS_OF_BATCH,
    find: "pg_advisory_xact_lock_shared(hashtextextended('ledger.settlement_window:' || $1, 0))",
    replace: 'hashtextextended($1, 0)',
    tests: [FAILURES, LOCKS],
  },
  {
    name: 'lock: the window, by whoever closes',
    file: `${STORE}/window-lock.ts`,
    find: 'await sql`SELECT pg_advisory_xact_lock(hashtextextended(',
    replace: 'await sql`SELECT (hashtextextended(',
    tests: [WINDOWS, FAILURES],
  },
  {
    name: 'ORDER BY: wallets are locked in one order',
    file: LOCKS_OF_BATCH,
    find: 'ORDER BY member_id\n',
    replace: 'ORDER BY md5(member_id::text || pg_backend_pid())\n',
    tests: [FAILURES, LOCKS],
  },
  {
    name: 'ORDER BY: the lots of a hold, in the order of their allocation',
    file: `${STORE}/posting/read-holds.ts`,
    find: 'ORDER BY hold.hold_id, ordinal',
    replace: 'ORDER BY hold.hold_id, ordinal DESC',
    tests: [MODEL, LOCKS],
  },
  {
    name: 'ORDER BY: lots, the oldest first',
    file: `${STORE}/posting/read-lots.ts`,
    find: '    ORDER BY lot_id`',
    replace: '    ORDER BY lot_id DESC`',
    tests: [SPENDING],
  },
  {
    name: 'accumulators: slots are added to, one row a key',
    file: `${STORE}/posting/add-to-slots.ts`,
    find: 'SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits',
    replace: 'SET debits = excluded.debits, credits = excluded.credits',
    tests: [MODEL],
  },
  {
    name: 'accumulators: a window is bounded by its first and last transaction',
    file: `${STORE}/posting/add-to-slots.ts`,
    find: 'first_id = least(slot.first_id, excluded.first_id), last_id = greatest(slot.last_id, excluded.last_id)',
    replace: 'first_id = excluded.first_id, last_id = excluded.last_id',
    tests: [MODEL],
  },
  {
    name: 'read: the lots that a spend takes first',
    file: `${STORE}/posting/read-spendable-lots.ts`,
    find: 'CASE WHEN $3::boolean THEN expires_on END NULLS LAST, lot_id',
    replace: 'lot_id, $3::boolean',
    tests: [SPENDING],
  },
  {
    name: 'in order, not netted: points are checked as each request is decided',
    file: 'subgraphs/ledger/domain/posting-rules/spending-order.ts',
    find: '  return null;\n}',
    replace: '  return allocation;\n}',
    tests: [RULES, MODEL],
  },
  {
    name: 'keys: one record under one key (unique)',
    file: 'db/migrations/ledger/450-keys-in-little-space.sql',
    find: 'create unique index transaction_key',
    replace: 'create index transaction_key',
    tests: [UNWRITABLE],
  },
  {
    name: 'CHECK: a wallet is never below zero',
    file: CHECKS,
    find: 'check (least(available, held, pending, arrears) >= 0)',
    replace: 'check (least(held, pending, arrears) >= 0)',
    tests: [UNWRITABLE],
  },
  {
    name: 'CHECK: a transfer moves points',
    file: CHECKS,
    find: 'check (points > 0 and debit <> credit)',
    replace: 'check (debit <> credit)',
    tests: [UNWRITABLE],
  },
  {
    name: 'CHECK: a lot’s points are somewhere',
    file: SHORT_CHECKS,
    find: '    and lot.points = lot.pending + lot.available + lot.held + lot.redeemed + lot.expired + lot.reversed + lot.transferred\n',
    replace: '',
    tests: [UNWRITABLE],
  },
  {
    name: 'CHECK: a journal entry sums to zero',
    file: SHORT_CHECKS,
    find: 'return coalesce(total = 0 and ',
    replace: 'return coalesce(',
    tests: [UNWRITABLE],
  },
  {
    name: 'grant: history is not changed',
    file: TABLES,
    find: 'revoke update on ledger.transaction, ledger.transfer, ledger.journal, ledger.net_position from loyalty_ledger;',
    replace: '',
    tests: [UNWRITABLE],
  },
  {
    name: 'totals: a window is never more than its statements can say',
    file: SHORT_CHECKS,
    find: "if beyond and exists (select from ledger.settlement_window where window_id = new.window_id and state = 'OPEN')",
    replace: 'if false',
    tests: ['tests/subgraphs/largest-amounts.test.ts'],
  },
  {
    name: 'keys: one that was used is found',
    file: LOCKS_OF_BATCH,
    find: "used: used === 't'",
    replace: 'used: false',
    tests: [FAILURES],
  },
  {
    name: 'exchange: what was passed over was not prepared',
    file: 'db/exchange.ts',
    find: 'if (prepares || PLAN_IS_GONE.has(codeOf(error))) this.names.clear();',
    replace: '',
    tests: ['tests/subgraphs/exchange.test.ts'],
  },
  {
    name: 'exchange: one that is under way when the connection is lost is told',
    file: 'db/exchange.ts',
    find: "if (this.current !== null && event === 'close') this.end()?.fail(connectionLost());",
    replace: '',
    tests: ['tests/subgraphs/exchange.test.ts', FAILURES],
  },
  {
    name: 'earn rules: a line is claimed by one base rule only',
    file: 'subgraphs/partners/domain/rules/evaluate-purchase.ts',
    find: ' === 1) claimed[at] = 1;',
    replace: ' === 2) claimed[at] = 1;',
    tests: [EARN_RULES],
  },
  {
    name: 'earn rules: a cap is never exceeded',
    file: 'subgraphs/partners/domain/rules/evaluate-purchase.ts',
    find: 'const left = cap.points > counted ? cap.points - counted : 0n;',
    replace: 'const left = cap.points > counted ? cap.points : 0n;',
    tests: [EARN_RULES],
  },
  {
    name: 'earn rules: the order of lines never changes the total',
    file: 'subgraphs/partners/domain/rules/evaluate-purchase.ts',
    find: 'const order = this.canonicalOrder();',
    replace: 'const order = this.lines.map((_, at) => at);',
    tests: [EARN_RULES],
  },
  {
    name: 'earn rules: a split over funders adds up',
    file: 'subgraphs/partners/domain/rules/promotion-funding.ts',
    find: 'if (share > 0n) parts.push(',
    replace: 'if (share > 1n) parts.push(',
    tests: [EARN_RULES],
  },
  {
    name: 'earn rules: what is left of a budget, and not one point more',
    file: 'subgraphs/partners/domain/rules/evaluate-purchase.ts',
    find: 'weighed.points = pointsWithinBudget(capped, funding, this.prices, budget, spent);',
    replace: 'weighed.points = pointsWithinBudget(capped, funding, this.prices, budget, NOTHING_SPENT);',
    tests: [EARN_RULES],
  },
  {
    name: 'earn rules: goods that come back take from the lots of their own rules',
    file: 'subgraphs/ledger/domain/decisions/purchase.ts',
    find: 'if (byLine[at]! > 0n) earned[component]',
    replace: "if (byLine[at]! > 0n && component === 'BASE') earned[component]",
    tests: ['tests/gateway/terms.test.ts'],
  },
  {
    name: 'earn rules: a quote is what the purchase is then given',
    file: 'subgraphs/ledger/engine/quote-reading.ts',
    find: 'rulePlan === null ? NO_RULE_FACTS : readRuleFacts',
    replace: 'true ? NO_RULE_FACTS : readRuleFacts',
    tests: ['tests/gateway/terms.test.ts'],
  },
];
