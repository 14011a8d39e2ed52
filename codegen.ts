/**
 * Types from the contract: schema/<subgraph>.graphql -> subgraphs/<subgraph>/generated.ts.
 *
 *   npm run codegen          writes them
 *   npm run codegen:check    fails when one is stale, writes nothing
 *
 * The files are committed, so that a checkout compiles without generating anything.
 */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { readSubgraphSdl, SUBGRAPHS, type SubgraphName } from './subgraphs/serving/sdl.ts';

/** What a resolver returns for an entity or a type that it resolves field by field: rows, not finished answers. */
const MAPPERS: Record<SubgraphName, Record<string, string>> = {
  partners: {
    Programme: '../../db/tables/partners.ts#ProgrammeRow',
    Partner: '../../db/tables/partners.ts#PartnerRow',
    Contract: '../../db/tables/partners.ts#ContractRow',
    Store: '../../db/tables/partners.ts#StoreRow',
    Terminal: './store/contract-life.ts#TerminalRow',
    Billing: '../../db/tables/partners.ts#BillingRow',
    ApiClient: './store/api-clients.ts#ApiClientFace',
    ContractDraft: './store/contract-life.ts#ContractDraftRow',
    CycleChange: './store/cycle-changes.ts#CycleChangeRow',
    EarnRule: './store/rules.ts#RuleRow',
    EarnRuleVersion: './store/rules.ts#RuleVersionRow',
  },
  members: {
    Member: '../../db/tables/members.ts#MemberRow',
    Consent: '../../db/tables/members.ts#ConsentRow',
    Household: './store/households.ts#HouseholdRow',
    MemberMerge: './store/merges.ts#MergeRow',
    Membership: './store/memberships.ts#MembershipRow',
    MembershipPlan: './store/memberships.ts#PlanRow',
    MembershipPeriod: './store/memberships.ts#PeriodRow',
    MembershipFeeShare: './store/tiers.ts#FeeShareRow',
    MemberTier: './reading/tier-view.ts#TierView',
    Tier: './store/tiers.ts#LadderTier',
    TierLadder: './store/tiers.ts#PublishedLadder',
    MemberIdentity: './store/identities.ts#KnownIdentity',
  },
  ledger: {
    Member: './reading/references.ts#EntityReference',
    Partner: './reading/references.ts#EntityReference',
    MemberStatement: './reading/references.ts#MemberPeriod',
    Transaction: './domain/record.ts#TransactionRecord',
    Transfer: './store/reading/read-transfers.ts#TransferRow',
    FundingShare: './reading/references.ts#FundingShareView',
    Wallet: './reading/wallet-view.ts#WalletView',
    Lot: './reading/wallet-view.ts#LotView',
    Hold: './store/reading/read-holds.ts#HoldView',
    Adjustment: './resolvers/adjustment.ts#AdjustmentView',
    SettlementWindow: './store/windows/window-row.ts#WindowRow',
    NetPosition: './reading/net-position-view.ts#NetPositionView',
    JournalEntry: './store/windows/read-entries.ts#EntryRow',
    LotRecord: './store/reading/read-lot-records.ts#LotRecordRow',
    Dispute: './store/disputes/disputes.ts#DisputeRow',
    SettlementItem: './store/settlement/items.ts#ItemRow',
    PaymentInstruction: './reading/references.ts#PaymentView',
    SettlementProposal: './store/settlement/proposals.ts#ProposalRow',
    Accounting: './resolvers/accounting.ts#AccountingView',
    BankFile: './store/settlement/bank-files.ts#BankFileRow',
    BankWord: './store/settlement/bank-files.ts#BankWordRow',
    PaymentFile: './store/settlement/payment-files.ts#PaymentFileView',
    FiledPayment: './reading/references.ts#FiledPaymentView',
    Webhook: './store/webhooks/webhooks.ts#WebhookRow',
    WebhookDelivery: './store/webhooks/deliveries.ts#DeliveryRow',
    SettlementDocument: './store/documents/settlement-documents.ts#DocumentRow',
    SettlementDocumentProblem: './commands/issue-documents.ts#DocumentProblem',
    Backtest: './store/backtests/backtests.ts#BacktestRow',
    EarnRule: './reading/references.ts#EntityReference',
    EarnRuleVersion: './reading/references.ts#EntityReference',
    Reconciliation: './store/reconciliation/reconciliations.ts#ReconciliationRow',
    ReconciliationBreak: './store/reconciliation/breaks.ts#BreakRow',
    Statement: './statements/read-statement.ts#StatementReading',
    StatementLine: './statements/read-statement.ts#LineReading',
    PointsUpdate: './reading/placed-events.ts#PlacedPoints',
    WalletUpdate: './reading/placed-events.ts#PlacedPoints',
    PartnerActivity: './reading/placed-events.ts#PlacedPoints',
    PositionUpdate: './reading/placed-events.ts#PlacedPosition',
    SettlementWindowUpdate: './reading/placed-events.ts#PlacedWindow',
    RewardOrderUpdate: './reading/placed-events.ts#PlacedOrder',
    MissionsUpdate: './reading/placed-events.ts#PlacedMissions',
    Event: './reading/placed-events.ts#EventView',
    RewardOrder: './reading/references.ts#EntityReference as OrderReference',
    Mission: './reading/references.ts#EntityReference as MissionReference',
  },
  rewards: {
    Reward: '../../db/tables/rewards.ts#Reward as RewardRow',
    RewardOrder: '../../db/tables/rewards.ts#RewardOrder as RewardOrderRow',
    Voucher: '../../db/tables/rewards.ts#Voucher as VoucherTableRow',
    VoucherUse: './resolvers/voucher.ts#VoucherUseView',
    RewardFunding: './domain/funding.ts#Funding',
    FundingApproval: './store/funding-approvals.ts#ApprovalRow',
    FundingRequest: './store/funding-approvals.ts#FundedRow',
    Mission: './store/missions.ts#MissionRow',
    MissionGoal: './store/missions.ts#MissionRow',
    MissionLevel: './domain/mission.ts#MissionLevel as MissionLevelTerms',
    MissionProgress: './resolvers/mission.ts#MissionProgressView',
    MissionCompletion: './resolvers/mission.ts#MissionCompletionView',
    Badge: './store/badges.ts#BadgeRow',
    MemberBadge: './store/badges.ts#MemberBadgeRow',
    Circle: './store/circles.ts#CircleRow',
    Leaderboard: './store/leaderboards.ts#BoardRow',
    LeaderboardEntry: './store/leaderboards.ts#EntryRow',
    Draw: './store/draws.ts#DrawRow',
    Activity: './store/activities.ts#ActivityRow',
    Survey: './store/surveys.ts#SurveyRow',
    SurveyQuestion: './domain/survey.ts#Question',
    SurveyAnswer: './domain/survey.ts#Answer',
    SurveyInvitation: './store/surveys.ts#InvitationRow',
    FeedbackCase: './store/surveys.ts#CaseRow',
    Offer: './store/offers.ts#OfferRow',
    MemberOffer: './resolvers/offer.ts#MemberOfferView',
    OfferReport: './resolvers/offer.ts#OfferReportView',
    OfferArm: './resolvers/offer.ts#OfferArmView',
    DrawEntry: './store/draws.ts#EntryRow as DrawEntryRow',
  },
};

const CONTEXTS: Record<SubgraphName, string> = {
  partners: './context.ts#PartnersContext',
  members: './context.ts#MembersContext',
  ledger: './context.ts#LedgerContext',
  rewards: './context.ts#RewardsContext',
};

const config: CodegenConfig = {
  generates: Object.fromEntries(
    SUBGRAPHS.map((name) => [
      `subgraphs/${name}/generated.ts`,
      {
        schema: readSubgraphSdl(name),
        plugins: [
          { add: { content: `// Generated from schema/${name}.graphql by \`npm run codegen\`. Do not edit.` } },
          'typescript',
          'typescript-resolvers',
        ],
        config: {
          federation: true,
          enumsAsTypes: true,
          useTypeImports: true,
          emitLegacyCommonJSImports: false,
          importExtension: '.ts',
          strictScalars: true,
          scalars: {
            ID: 'string',
            DateTime: 'Date',
            Date: 'string',
            Points: 'bigint',
            MinorUnits: 'bigint',
            Decimal: 'string',
            CurrencyCode: 'string',
            JSON: 'unknown',
            _FieldSet: 'string',
            link__Import: 'string',
            federation__Scope: 'string',
          },
          // A field with a default always arrives.
          avoidOptionals: { field: false, inputValue: false, defaultValue: true },
          inputMaybeValue: 'T | null | undefined',
          contextType: CONTEXTS[name],
          mappers: MAPPERS[name],
        },
      },
    ]),
  ),
};

export default config;
