import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { CONTRACTS, contractsJson, manifest } from './official.ts';

xmlRegisterFsInputProviders();

/** What libxml2 has against a document: nothing, or its first complaint. */
export type XsdVerdict = (xml: string) => string | undefined;

const compiled = new Map<string, XsdVerdict>();

/** The official schema of a service version, as libxml2 understands it. */
export function officialXsd(service: string, version: string): XsdVerdict {
  const file = schemaFiles().get(`${service} ${version}`);
  if (file === undefined) throw new Error(`no schema for ${service} ${version}`);
  let verdict = compiled.get(file);
  if (verdict === undefined) compiled.set(file, (verdict = xsdVerdict(join(CONTRACTS, file))));
  return verdict;
}

/** A compiled schema as a function. */
export function xsdVerdict(file: string): XsdVerdict {
  const schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  const validator = XsdValidator.fromDoc(schema);
  schema.dispose();
  return (xml) => {
    const document = XmlDocument.fromString(xml);
    try {
      validator.validate(document);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    } finally {
      document.dispose();
    }
  };
}

interface CatalogueEntry {
  readonly service: string;
  readonly schema: string | { readonly document: string } | null;
}

/** The schema to validate against, by service and version as the manifest calls them. */
function schemaFiles(): ReadonlyMap<string, string> {
  const soap = contractsJson('soap/catalogue.json') as (CatalogueEntry & {
    readonly wsdl: string;
    readonly schema: string;
  })[];
  const { services } = contractsJson('ssdn/catalogue.json') as { services: CatalogueEntry[] };
  const files = new Map<string, string>();
  for (const { service, version, transport, folder, files: names } of manifest.contracts) {
    const key = `${service} ${version}`;
    if (transport === 'soap') {
      const found = soap.find(({ wsdl }) => `soap/${wsdl}` === `${folder}/${names[0] ?? ''}`);
      if (found !== undefined) files.set(key, `soap/${found.schema}`);
    } else {
      const schema = services.find((one) => one.service === service)?.schema;
      if (typeof schema === 'object' && schema !== null) files.set(key, `ssdn/${schema.document}`);
    }
  }
  return files;
}
