// XML from a tree of plain values, so that every file of ours is escaped by one library and none by us.
//
// A key is an element, in the order in which the object holds it (schemas are sequences, so order is content); a key that starts
// with `@` is an attribute, `#` is the text beside attributes; a list repeats its element. What has nothing in it is left out with
// its element: an optional value may be passed as it is, and no empty element is ever written (PEPPOL-EN16931-R008).
// Characters that XML 1.0 can not hold in any form are dropped, line breaks and tabs in a text become spaces.

import XmlBuilder from 'fast-xml-builder';

/** Text, nested elements, or several of either; null and undefined stand for nothing. */
export type XmlNode = string | XmlTree | readonly (string | XmlTree)[] | null | undefined;

/** Elements (and, with `@`, attributes) by name, in the order in which they are written. */
export interface XmlTree {
  readonly [name: string]: XmlNode;
}

const builder = new XmlBuilder({
  attributeNamePrefix: '@',
  textNodeName: '#',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  format: true,
});

/** A document with the XML declaration, in lines of two spaces' indent. `tree` has one key, the root element. */
export function xmlDocument(tree: XmlTree): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...(pruned(tree) as XmlTree) });
}

/** The elements of `tree` alone, to be put into a document that is written piece by piece. */
export function xmlFragment(tree: XmlTree): string {
  const kept = pruned(tree);
  return kept === null ? '' : builder.build(kept);
}

/** All characters that XML 1.0 has no form for: controls, halves of surrogate pairs, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** `text` as XML can hold it, on one line and without space around it. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, '').replace(/\s+/gu, ' ').trim();
}

/** The first `most` characters (code points: schemas count those) of `text` as XML can hold it. */
export function xmlTextUpTo(most: number, text: string): string {
  const clean = xmlText(text);
  return clean.length <= most ? clean : [...clean].slice(0, most).join('').trim();
}

/** The node without what has nothing in it, or null when nothing is left. */
function pruned(node: XmlNode): XmlNode {
  if (node === null || node === undefined) return null;
  if (typeof node === 'string') return xmlText(node) || null;
  if (isList(node)) {
    const items = node.map(pruned).filter((item) => item !== null);
    return items.length === 0 ? null : (items as (string | XmlTree)[]);
  }
  const kept: Record<string, XmlNode> = {};
  let holdsContent = false;
  for (const [name, child] of Object.entries(node)) {
    const value = pruned(child);
    if (value === null) continue;
    kept[name] = value;
    // An element of attributes alone is an empty one: a currency without an amount says nothing.
    if (!name.startsWith('@')) holdsContent = true;
  }
  return holdsContent ? kept : null;
}

function isList(node: XmlTree | readonly (string | XmlTree)[]): node is readonly (string | XmlTree)[] {
  return Array.isArray(node);
}
