// XML of somebody else's, from bytes to a tree of plain elements. The reading is a library's; what it would be generous with is refused first.
//
// bytes -> UTF-8 and nothing else -> no document type, no entities but the five of XML -> well-formed -> elements without prefixes
//
// A document type is refused whatever it holds: messages of banks have none, and entities are how a small file becomes a large one or reads
// another. Names lose their prefix, since banks choose it; the namespace is the root's.

import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its text (of a leaf), its children by name in their order, its attributes. */
export interface XmlElement {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ReadonlyMap<string, readonly XmlElement[]>;
}

export interface XmlProblem {
  readonly code: 'TOO_LARGE' | 'ENCODING' | 'DOCUMENT_TYPE' | 'NOT_WELL_FORMED';
  /** From 1; null where the whole is meant. */
  readonly line: number | null;
  readonly sentence: string;
}

export type XmlReading =
  | { readonly ok: true; readonly name: string; readonly namespace: string; readonly root: XmlElement }
  | { readonly ok: false; readonly problem: XmlProblem };

/** Deeper than any message of ISO 20022 is; a parser that follows more is a stack that ends. */
const MOST_DEPTH = 40;
const ATTRIBUTES = ':@';
const TEXT = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric characters; other names than those of XML were refused before.
  htmlEntities: true,
  maxNestedTags: MOST_DEPTH,
});

/** Reads a document of at most `mostBytes`. */
export function readXml(bytes: Uint8Array, mostBytes: number): XmlReading {
  if (bytes.length > mostBytes) {
    return wrong('TOO_LARGE', null, `The file has more than ${Math.floor(mostBytes / 1_048_576)} MiB.`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wrong('ENCODING', null, 'The file is not UTF-8.');
  }
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/i.exec(text)?.[1];
  if (text.includes('\0') || (declared !== undefined && !/^utf-?8$/i.test(declared))) {
    return wrong('ENCODING', 1, `The file says that it is ${declared ?? 'binary'}: only UTF-8 is read.`);
  }
  const forbidden =
    /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i.exec(text);
  if (forbidden !== null) {
    const line = lineOf(text, forbidden.index);
    return forbidden[0] === '&'
      ? wrong('NOT_WELL_FORMED', line, 'An ampersand begins an entity that XML does not have by itself.')
      : wrong('DOCUMENT_TYPE', line, 'The file declares a document type or entities: such files are not read.');
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true && valid.err.code === 'InvalidXml')
    return wrong('NOT_WELL_FORMED', null, 'The file is no XML: it is empty, or ends before its elements do.');
  if (valid !== true) return wrong('NOT_WELL_FORMED', valid.err.line, `The file is no XML: ${valid.err.msg}`);
  try {
    const [root, ...others] = (parser.parse(text) as Raw[]).flatMap((raw) => elementOf(raw) ?? []);
    if (root === undefined || others.length > 0)
      return wrong('NOT_WELL_FORMED', null, 'The file has not one root element.');
    const [name, prefix] = root.qualified;
    return {
      ok: true,
      name,
      namespace: root.element.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`] ?? '',
      root: root.element,
    };
  } catch (error) {
    return wrong(
      'NOT_WELL_FORMED',
      null,
      `The file is no XML that can be read: ${error instanceof Error ? error.message : 'unknown'}.`,
    );
  }
}

/** The elements at `path` (names joined by `/`) below `element`, in order. */
export function elementsAt(element: XmlElement, path: string): readonly XmlElement[] {
  return path
    .split('/')
    .reduce<readonly XmlElement[]>((found, name) => found.flatMap((one) => one.children.get(name) ?? []), [element]);
}

/** Text of the first element at one of `paths`, the first that is there and not empty; null where there is none. */
export function textAt(element: XmlElement, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const [found] = elementsAt(element, path);
    if (found !== undefined && found.text !== '') return found.text;
  }
  return null;
}

type Raw = Readonly<Record<string, unknown>>;

function elementOf(
  raw: Raw,
): { readonly qualified: readonly [name: string, prefix: string]; readonly element: XmlElement } | null {
  const qualifiedName = Object.keys(raw).find((key) => key !== ATTRIBUTES && key !== TEXT);
  if (qualifiedName === undefined) return null;
  const content = raw[qualifiedName] as readonly Raw[];
  const children = new Map<string, XmlElement[]>();
  for (const one of content) {
    const child = elementOf(one);
    if (child === null) continue;
    const [name] = child.qualified;
    const alike = children.get(name);
    if (alike === undefined) children.set(name, [child.element]);
    else alike.push(child.element);
  }
  const text = content.map((one) => (TEXT in one ? String(one[TEXT]) : '')).join('');
  const parts = qualifiedName.split(':');
  return {
    qualified: parts.length === 2 ? [parts[1]!, parts[0]!] : [qualifiedName, ''],
    element: { text, attributes: (raw[ATTRIBUTES] ?? {}) as Record<string, string>, children },
  };
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}

function wrong(code: XmlProblem['code'], line: number | null, sentence: string): XmlReading {
  return { ok: false, problem: { code, line, sentence } };
}
