import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { installed } from '../support/tools.ts';

/** The same algorithm by people who never saw ours. */

/** By libxml2: of the element at an XPath, with inclusive prefixes. Throws for what libxml2 does not parse. */
export function byLibxml2(document: string, xpath = '/*', inclusivePrefixes: readonly string[] = []): string {
  const parsed = XmlDocument.fromString(document);
  try {
    const apex = parsed.get(xpath);
    if (apex === null) throw new Error(`nothing at ${xpath}`);
    return apex.canonicalizeToString({
      mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
      inclusiveNamespacePrefixes: [...inclusivePrefixes],
    });
  } finally {
    parsed.dispose();
  }
}

// The DOM that xml-crypto brings along; nothing of ours depends on it.
const ofXmlCrypto = createRequire(createRequire(import.meta.url).resolve('xml-crypto'));
const { DOMParser } = ofXmlCrypto('@xmldom/xmldom') as {
  DOMParser: new () => { parseFromString: (text: string, type: string) => { documentElement: Element } };
};
type Element = Parameters<ExclusiveCanonicalization['process']>[0];

/** By xml-crypto: of the whole document. */
export function byXmlCrypto(document: string): string {
  const { documentElement } = new DOMParser().parseFromString(document, 'text/xml');
  return new ExclusiveCanonicalization().process(documentElement, {});
}

export const xmllint = installed('xmllint');

/** By the command line of libxml2: of the whole document, comments around the root included. */
export function byXmllint(file: string): string {
  return execFileSync('xmllint', ['--nonet', '--exc-c14n', file], { encoding: 'utf8' });
}
