import { readFileSync } from 'node:fs';

/** A schema document ready to compile: its text, and the address its relative imports are resolved from. */
export interface SchemaDocument {
  readonly text: string;
  readonly url: string;
}

const SCHEMA = /<((?:[\w.-]+:)?)schema[\s>][\s\S]*?<\/\1schema\s*>/g;
const DECLARATION = /\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')/g;

/**
 * The schema that stands inside a WSDL, as a document of its own: the namespace declarations it inherits are written into it.
 *
 * @throws Error when there is none, or more than one: which of them a message belongs to cannot be said then.
 */
export function inlineSchema(wsdl: string): SchemaDocument {
  const text = withoutComments(readFileSync(wsdl, 'utf8'));
  const [schema, ...more] = text.match(SCHEMA) ?? [];
  if (schema === undefined || more.length > 0) throw new Error(`${wsdl}: not exactly one inline schema`);
  const inherited = text.slice(0, text.indexOf(schema)).match(DECLARATION) ?? [];
  const startTag = /^<[^>]*>/.exec(schema)?.[0] ?? '';
  const own = new Set((startTag.match(DECLARATION) ?? []).map(nameOf));
  const missing = new Map(
    inherited.filter((declaration) => !own.has(nameOf(declaration))).map((one) => [nameOf(one), one]),
  );
  const completed = startTag.replace(/\/?>$/, (end) => [...missing.values()].join('') + end);
  return { text: completed + schema.slice(startTag.length), url: wsdl };
}

/** One document that includes the request's and the reply's schema of a service, which share a namespace. */
export function joinedSchemas(files: readonly string[], folderUrl: string): SchemaDocument {
  const [first] = files;
  const namespace =
    /targetNamespace\s*=\s*["']([^"']*)["']/.exec(withoutComments(readFileSync(first ?? '', 'utf8')))?.[1] ?? '';
  const includes = files.map((file) => `<xs:include schemaLocation="${file}"/>`).join('');
  const text =
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}"` +
    ` elementFormDefault="qualified">${includes}</xs:schema>`;
  return { text, url: `${folderUrl}/joined.xsd` };
}

function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, '');
}

function nameOf(declaration: string): string {
  return declaration.split('=')[0]?.trim() ?? '';
}
