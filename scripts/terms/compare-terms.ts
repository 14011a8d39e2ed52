// What a file asks for beside what the programme has: changes in the order in which they can be made. Pure.
import type { FileContract, FileRule, TermsFile } from './terms-file.ts';

export type Change =
  | { readonly kind: 'ADD_CATEGORIES'; readonly names: readonly string[] }
  | { readonly kind: 'REGISTER_PARTNER'; readonly code: string; readonly name: string }
  | {
      readonly kind: 'SIGN_CONTRACT';
      /** Where in the file it is asked for. */
      readonly at: string;
      readonly partner: string;
      /** All of it: what the file does not say is as it was. */
      readonly contract: FileContract;
      readonly changed: readonly string[];
    }
  | { readonly kind: 'PUBLISH_RULE'; readonly at: string; readonly rule: FileRule; readonly changed: readonly string[] }
  /** The file cannot be brought about as it is. */
  | { readonly kind: 'PROBLEM'; readonly path: string; readonly message: string };

/** Changes that bring a programme from `present` to what `wanted` says. What only the programme has stays as it is. */
export function compareTerms(present: TermsFile, wanted: TermsFile): Change[] {
  const changes: Change[] = [];
  const known = new Set(present.categories ?? []);
  const names = (wanted.categories ?? []).filter((name) => !known.has(name));
  if (names.length > 0) changes.push({ kind: 'ADD_CATEGORIES', names });
  for (const [index, partner] of (wanted.partners ?? []).entries()) {
    const path = `partners.${index}`;
    const now = present.partners?.find(({ code }) => code.toLowerCase() === partner.code.toLowerCase());
    if (now === undefined) changes.push({ kind: 'REGISTER_PARTNER', code: partner.code, name: partner.name });
    else if (now.name !== partner.name)
      changes.push({
        kind: 'PROBLEM',
        path: `${path}.name`,
        message: `The partner is called ${now.name}; names do not change.`,
      });
    if (partner.contract === undefined) continue;
    const changed = differences(now?.contract, partner.contract);
    if (changed.length === 0) continue;
    const from = now?.contract?.validFrom;
    if (from !== undefined && Date.parse(partner.contract.validFrom) <= Date.parse(from))
      changes.push({
        kind: 'PROBLEM',
        path: `${path}.contract.validFrom`,
        message: `A version that differs in ${changed.join(', ')} begins already at ${from}: other terms need a later beginning.`,
      });
    else {
      const contract = { ...now?.contract, ...partner.contract };
      changes.push({ kind: 'SIGN_CONTRACT', at: `${path}.contract`, partner: partner.code, contract, changed });
    }
  }
  for (const [index, rule] of (wanted.rules ?? []).entries()) {
    const now = present.rules?.find(({ code }) => code.toLowerCase() === rule.code.toLowerCase());
    if (now !== undefined && now.kind !== rule.kind) {
      changes.push({
        kind: 'PROBLEM',
        path: `rules.${index}.kind`,
        message: `The rule is of kind ${now.kind}, and stays so.`,
      });
      continue;
    }
    const changed = differences(now, rule, true);
    if (changed.length > 0) changes.push({ kind: 'PUBLISH_RULE', at: `rules.${index}`, rule, changed });
  }
  return changes;
}

/** Fields in which they differ. Of a contract only what the file says counts; of a rule all of it. */
function differences(now: object | undefined, wanted: object, whole = false): string[] {
  if (now === undefined) return Object.keys(wanted);
  const left = plain(now) as Record<string, unknown>;
  const right = plain(wanted) as Record<string, unknown>;
  const fields = new Set([...Object.keys(right), ...(whole ? Object.keys(left) : [])]);
  return [...fields].filter((field) => JSON.stringify(left[field]) !== JSON.stringify(right[field])).sort();
}

/** What stands for the same is the same: defaults and empty lists are left out, instants are UTC, decimals have no idle zeros, keys are in order. */
export function plain(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return plainText(value, key);
  if (Array.isArray(value)) return value.map((item) => plain(item, key));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(withoutOwners(value))
    .map(([name, field]) => [name, plain(field, name)] as const)
    .filter(([name, field]) => !isDefault(name, field))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields);
}

/** Stores say whose they are: partners that are named beside them say nothing more. */
function withoutOwners(value: object): object {
  const { stores = [], partners = [], ...rest } = value as { stores?: readonly string[]; partners?: readonly string[] };
  if (stores.length === 0) return value;
  const owners = new Set(stores.map((store) => store.split('/')[0]?.toLowerCase()));
  const same = partners.length === 0 || partners.every((partner) => owners.has(partner.toLowerCase()));
  return same ? { ...rest, stores } : value;
}

function plainText(value: string, key: string): string {
  if (key === 'validFrom' || key === 'validUntil') return new Date(value).toISOString();
  if (/^\d+\.\d+$/.test(value)) return value.replace(/\.?0+$/, '');
  return value;
}

function isDefault(name: string, field: unknown): boolean {
  if (field === undefined || field === null || (Array.isArray(field) && field.length === 0)) return true;
  if (typeof field === 'object' && Object.keys(field).length === 0) return true;
  if (name === 'order') return field === 0;
  if (name === 'of') return field === 'MEMBER';
  if (name === 'rounding') return field === 'DOWN';
  if (name === 'activation') return (field as { type?: string }).type === 'AUTOMATIC';
  return name === 'firstPurchase' && field === false;
}

/** A change in a line. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'ADD_CATEGORIES':
      return `+ categories: ${change.names.join(', ')}`;
    case 'REGISTER_PARTNER':
      return `+ partner ${change.code} (${change.name})`;
    case 'SIGN_CONTRACT':
      return `~ contract of ${change.partner} from ${change.contract.validFrom}: ${change.changed.join(', ')}`;
    case 'PUBLISH_RULE':
      return `~ rule ${change.rule.code} (${change.rule.kind}): ${change.changed.join(', ')}`;
    case 'PROBLEM':
      return `! ${change.path}: ${change.message}`;
  }
}
