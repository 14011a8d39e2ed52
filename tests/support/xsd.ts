// Validation of generated files against the ISO 20022 schemas, which are kept outside the project: where they are absent, tests
// that need them skip with a message, and the tables of required elements are all that is checked.
import { existsSync, readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

const folder = new URL('../../../shared/iso20022/', import.meta.url);

/** Whether the schemas are at hand; else says so once on the console. */
export const haveIsoSchemas = existsSync(new URL('pain.001.001.09.xsd', folder));
if (!haveIsoSchemas) console.warn('skipped: ../shared/iso20022/*.xsd are absent');

/** What the schema says against each document, in the order given; an empty list says nothing. Call it only when `haveIsoSchemas`. */
export async function schemaErrors(
  message: 'pain.001.001.09' | 'camt.053.001.08',
  documents: readonly string[],
): Promise<string[]> {
  const { errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `document-${index}.xml`, contents })),
    schema: readFileSync(new URL(`${message}.xsd`, folder), 'utf8'),
    maxMemoryPages: 16_384,
  });
  return errors.map((error) => error.rawMessage);
}
