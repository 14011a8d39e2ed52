// A table of elements that a document must have, how often, and in which form: what is checked of every generated file, with or
// without a schema at hand.
import { XMLParser } from 'fast-xml-parser';

type Node = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly text: string;
  readonly children: Node[];
};

/**
 * `path` from the root, `min`..`max` occurrences within each occurrence of the parent path (where that occurs), and the form of the
 * text. A last step that starts with `@` is an attribute.
 */
export type Requirement = readonly [path: string, min: number, max: number, form?: RegExp];

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** The root element of a document. */
export function parseXml(xml: string): Node {
  const [root] = (parser.parse(xml) as Record<string, unknown>[]).map(toNode).filter((node) => node !== null);
  if (root === undefined) throw new Error('no root element');
  return root;
}

function toNode(raw: Record<string, unknown>): Node | null {
  const name = Object.keys(raw).find((key) => key !== ':@');
  if (name === undefined || name === '#text') return null;
  const content = raw[name] as Record<string, unknown>[];
  return {
    name,
    attributes: (raw[':@'] ?? {}) as Record<string, string>,
    text: content
      .filter((child) => '#text' in child)
      .map((child) => String(child['#text']))
      .join(''),
    children: content.map(toNode).filter((node) => node !== null),
  };
}

/** Elements at `path` below `node` (which is not part of the path), in order. */
export function elementsAt(node: Node, path: string): Node[] {
  return path
    .split('/')
    .reduce<Node[]>((nodes, step) => nodes.flatMap((parent) => parent.children.filter((c) => c.name === step)), [node]);
}

/** Texts of the elements at `path` below `node`, in order. */
export function textsAt(node: Node, path: string): string[] {
  return elementsAt(node, path).map((element) => element.text);
}

/** What `xml` lacks or has too much of, one sentence each; also every empty element. */
export function missingElements(xml: string, rootName: string, table: readonly Requirement[]): string[] {
  const root = parseXml(xml);
  const problems = root.name === rootName ? [] : [`the root is ${root.name}`];
  for (const [path, min, max, form] of table) {
    const steps = path.split('/');
    const last = steps.pop()!;
    for (const parent of steps.length === 0 ? [root] : elementsAt(root, steps.join('/'))) {
      const texts = last.startsWith('@')
        ? [parent.attributes[last.slice(1)]].filter((text) => text !== undefined)
        : parent.children.filter((child) => child.name === last).map((child) => child.text);
      if (texts.length < min || texts.length > max)
        problems.push(`${path} stands ${texts.length} times, not ${min}..${max}`);
      for (const text of texts)
        if (form !== undefined && !form.test(text)) problems.push(`${path} is ${JSON.stringify(text)}`);
    }
  }
  return [...problems, ...emptyElements(root)];
}

function emptyElements(node: Node): string[] {
  if (node.children.length === 0 && node.text.trim() === '') return [`${node.name} is empty`];
  return node.children.flatMap(emptyElements);
}
