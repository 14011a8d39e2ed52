/** A programme's terms as a file: what is wrong with one and where, and that applying it twice changes nothing the second time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type ApiCaller, openApi } from '../../scripts/api.ts';
import { compareTerms, describeChange } from '../../scripts/terms/compare-terms.ts';
import { applyChange, readProgrammeTerms } from '../../scripts/terms/programme-terms.ts';
import { readTermsFile } from '../../scripts/terms/terms-file.ts';
import { type Api, apiAt, type PartnerByApi, type ProgrammeByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

describe('a file that is wrong says where', () => {
  it.each<[string, string, { path: string; line: number | null; message: RegExp }]>([
    [
      'a key that is not known',
      'rules:\n  - code: a\n    kynd: BASE\n',
      { path: 'rules.0.kynd', line: 3, message: /`kind`/ },
    ],
    [
      'deep inside',
      'rules:\n  - { code: a, kind: BASE, name: x, validFrom: "2026-01-01T00:00:00Z", conditions: { category: [a] } }\n',
      { path: 'rules.0.conditions.category', line: 2, message: /`categories`/ },
    ],
    ['a partner', 'partners:\n  - code: acme\n    nme: Acme\n', { path: 'partners.0.nme', line: 3, message: /`name`/ }],
    ['no YAML', 'rules: [', { path: '', line: 1, message: /./ }],
    ['a key twice', 'rules: []\nrules: []\n', { path: '', line: 2, message: /unique/i }],
    [
      'half a point',
      'rules:\n  - { code: a, kind: BASE, name: x, validFrom: "2026-01-01T00:00:00Z", award: { type: FIXED, points: 0.5 } }\n',
      { path: 'rules.0.award.points', line: 2, message: /int/i },
    ],
    [
      'a rule twice',
      `rules:\n${['a', 'b', 'A'].map((code) => `  - { code: ${code}, kind: BASE, name: x, validFrom: "2026-01-01T00:00:00Z" }\n`).join('')}`,
      { path: 'rules.2.code', line: 4, message: /stands at 0 already/ },
    ],
    [
      'a partner twice',
      'partners:\n  - { code: a, name: A }\n  - { code: a, name: B }\n',
      { path: 'partners.1.code', line: 3, message: /at 0/ },
    ],
    [
      'a key of a partner twice',
      'partners:\n  - code: a\n    code: b\n    name: x\n',
      { path: '', line: 3, message: /unique/i },
    ],
    [
      'something that stands for something else',
      'categories: &all [food]\nrules: *all\n',
      { path: '', line: 2, message: /`\*all` .* write it out/ },
    ],
    [
      'an alias of an alias of an alias',
      `a: &a [x,x]\n${[...'bcdefghijklmnopqrstuvwxyz'].map((key, at) => `${key}: &${key} [*${'abcdefghijklmnopqrstuvwxyz'[at]},*${'abcdefghijklmnopqrstuvwxyz'[at]}]`).join('\n')}\n`,
      { path: '', line: 2, message: /write it out/ },
    ],
    ['a merge', 'categories: [food]\n<<: { rules: [] }\n', { path: '<<', line: 2, message: /not known here/ }],
    [
      'what objects have anyway',
      '__proto__: { rules: [] }\n',
      { path: '__proto__', line: 1, message: /not known here/ },
    ],
    ['a tag', 'categories: !!js/function "x"\n', { path: '', line: 1, message: /tag/i }],
    ['two documents', 'categories: [a]\n---\ncategories: [b]\n', { path: '', line: 2, message: /multiple documents/ }],
    ['a tab', 'partners:\n\t- code: a\n', { path: '', line: 2, message: /tab/i }],
    ['a list', '- food\n', { path: '', line: 1, message: /expected object/ }],
    ['nothing where a list stands', 'rules:\n', { path: 'rules', line: 1, message: /expected array/ }],
    ['a number for a name', 'categories: [1]\n', { path: 'categories.0', line: 1, message: /expected string/ }],
    [
      'a day for an instant',
      'rules:\n  - { code: a, kind: BASE, name: x, validFrom: 2026-01-01 }\n',
      { path: 'rules.0.validFrom', line: 2, message: /instant with a zone/ },
    ],
    [
      'a day of no calendar',
      'rules:\n  - { code: a, kind: BASE, name: x, validFrom: 2026-02-30T00:00:00Z }\n',
      { path: 'rules.0.validFrom', line: 2, message: /instant with a zone/ },
    ],
    [
      'money without quotes',
      'partners:\n  - { code: a, name: b, contract: { validFrom: 2026-01-01T00:00:00Z, earnPer: { amount: 1.00, currency: EUR } } }\n',
      { path: 'partners.0.contract.earnPer.amount', line: 2, message: /expected string/ },
    ],
    [
      'more points than there are numbers',
      'rules:\n  - { code: a, kind: BASE, name: x, validFrom: 2026-01-01T00:00:00Z, award: { type: FIXED, points: 99999999999999999999 } }\n',
      { path: 'rules.0.award.points', line: 2, message: /big/ },
    ],
    ['lists in lists without end', `categories: ${'['.repeat(5_000)}`, { path: '', line: 1, message: /./ }],
    [
      'a file without end',
      `categories:\n${'  - food\n'.repeat(300_000)}`,
      { path: '', line: null, message: /longer than/ },
    ],
  ])('%s', (_, text, { path, line, message }) => {
    const read = readTermsFile(text);
    expect(read.ok).toBe(false);
    const problem = read.ok ? undefined : read.problems.find((one) => one.path === path);
    expect(problem).toMatchObject({ path, line });
    expect(problem?.message).toMatch(message);
  });
});

it.each<[string, string, object]>([
  ['nothing', '', {}],
  [
    'a byte order mark, and lines that end as on Windows',
    '\ufeffcategories: [food]\r\nrules: []\r\n',
    { categories: ['food'], rules: [] },
  ],
  // In YAML 1.1 these are true and a date.
  [
    'words, whatever version of YAML it claims',
    '%YAML 1.1\n---\ncategories: [yes, 2026-01-01]\n',
    { categories: ['yes', '2026-01-01'] },
  ],
])('next to it: %s', (_, text, terms) => {
  expect(readTermsFile(text)).toEqual({ ok: true, terms });
});

describe('a file and a programme', () => {
  let product: DeployedProduct;
  let api: Api;
  let programme: ProgrammeByApi;
  let acme: PartnerByApi;
  let operator: ApiCaller;

  beforeAll(async () => {
    product = await deployProduct('in-process');
    api = apiAt(product.url, product.platform);
    programme = await api.programme('filed');
    acme = await api.partner(programme, 'acme');
    operator = openApi(product.url).withToken(programme.operator);
  });
  afterAll(() => product.close());

  const planOf = async (text: string) => {
    const read = readTermsFile(text);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const present = await readProgrammeTerms(operator);
    return { present, changes: compareTerms(present.terms, read.terms) };
  };
  const apply = async (text: string): Promise<(string | null)[]> => {
    const { present, changes } = await planOf(text);
    const waiting: (string | null)[] = [];
    for (const change of changes) waiting.push(await applyChange(operator, change, present));
    return waiting;
  };
  const file = (points: number): string => `
categories: [food, toys]
partners:
  - code: bolt
    name: Bolt
    contract: { validFrom: "2026-01-01T00:00:00Z", earnPer: { amount: "1.00", currency: EUR }, earnPoints: 2 }
rules:
  - code: toys
    kind: PROMOTION
    name: Toys
    validFrom: "2026-01-01T00:00:00+01:00"
    award: { type: FIXED, points: ${points} }
    conditions: { categories: [toys], stores: [acme/main] }
    fundingSplit: [{ basisPoints: 10000 }]
`;

  it('what is exported asks for nothing, what is applied asks for nothing more, and going back is a change of its own', async () => {
    const { stores } = (
      await api.ask(programme.operator, 'query ($id: ID!) { stores(partnerId: $id) { edges { node { code } } } }', {
        id: acme.id,
      })
    ).data as { stores: { edges: { node: { code: string } }[] } };
    const named = (points: number) => file(points).replace('acme/main', `acme/${stores.edges[0]?.node.code}`);
    expect((await planOf(stringify((await readProgrammeTerms(operator)).terms))).changes).toEqual([]);
    expect((await planOf(named(5))).changes.map(describeChange)).toEqual([
      '+ categories: food, toys',
      '+ partner bolt (Bolt)',
      expect.stringMatching(/^~ contract of bolt/),
      expect.stringMatching(/^~ rule toys/),
    ]);
    for (const points of [5, 6, 5, 6]) {
      expect(await apply(named(points))).not.toContain(expect.any(String));
      expect((await planOf(named(points))).changes).toEqual([]);
    }
    expect((await planOf(stringify((await readProgrammeTerms(operator)).terms))).changes).toEqual([]);
    const earlier = named(6).replace('earnPoints: 2', 'earnPoints: 3');
    expect((await planOf(earlier)).changes).toMatchObject([{ kind: 'PROBLEM', path: 'partners.0.contract.validFrom' }]);
  });

  it('a joint promotion waits as a draft until its funders approve it', async () => {
    const joint = `
rules:
  - code: joint
    kind: PROMOTION
    name: Joint
    validFrom: "2026-01-01T00:00:00Z"
    award: { type: FIXED, points: 3 }
    fundingSplit: [{ partner: acme, basisPoints: 5000 }, { basisPoints: 5000 }]
`;
    expect(await apply(joint)).toEqual([expect.stringMatching(/until acme approve/)]);
    const rule = (await api.ask(programme.operator, '{ earnRule(code: "joint") { versions { id } } }')).data as {
      earnRule: { versions: { id: string }[] };
    };
    expect(rule.earnRule.versions).toHaveLength(1);
    await api.mutate(acme.token, 'approveRule', { ruleVersionId: rule.earnRule.versions[0]!.id });
    expect(await apply(joint)).toEqual([null]);
    expect((await planOf(joint)).changes).toEqual([]);
  });
});
