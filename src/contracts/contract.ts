import { dirname } from 'node:path';
import { Components } from './components.ts';
import { ContractFolder } from './folder.ts';
import { Notes } from './notes.ts';
import { loadSources } from './sources.ts';
import type { Place } from './unsupported.ts';
import { readService, type Service, type WsdlOptions } from './wsdl.ts';
import type { QName } from './xml-node.ts';

/** An official contract in memory: a WSDL, or one or more schemas, with everything that they import. */
export interface Contract {
  /** The first file, by its name inside the folder. */
  readonly file: string;
  /** The SOAP service; undefined for a contract of schemas only. */
  readonly service: Service | undefined;
  /** Global elements of the namespace of the first file (of the WSDL's inline schema), in document order. */
  readonly elements: readonly QName[];
  readonly components: Components;
  /** What is left out of it, or taken otherwise than it stands; translating adds to them. */
  readonly notes: Notes;
  /** Where the contract begins, for messages about the whole of it. */
  readonly place: Place;
}

/** Options of {@link readContract}. */
export interface ReadOptions extends WsdlOptions {
  /** The folder that imports may reach; that of the first file when absent. */
  readonly root?: string;
  /** A folder inside it, with schemas that a contract imports by URL. */
  readonly schemas?: string;
}

/**
 * Reads a contract: WSDL 1.1, or XML Schema 1.0 for a service of the SSDN connector. Several schema files may be one contract
 * (a request in one, the reply in another).
 *
 * Nothing is looked up on a network and nothing outside the folder is opened.
 *
 * @throws GatewayError `contract-unsupported`, naming file and line.
 */
export function readContract(
  file: string | readonly string[],
  { root, schemas, ...options }: ReadOptions = {},
): Contract {
  const files = typeof file === 'string' ? [file] : file;
  const [first] = files;
  if (first === undefined) throw new Error('a contract has at least one file');
  const folder = new ContractFolder(root ?? dirname(first), schemas);
  const names = files.map((one) => folder.nameOf(one));
  const [name = ''] = names;
  const notes = new Notes();
  const sources = loadSources(names, folder, notes);
  const service = sources.definitions.length === 0 ? undefined : readService(sources.definitions, notes, options);
  const components = new Components(sources, service?.wrappers);
  const place = { file: name, line: 1 };
  const own = new Set(
    sources.schemas.filter(({ schema }) => names.includes(schema.place.file)).map(({ namespace }) => namespace),
  );
  return {
    file: name,
    service,
    elements: components.elementNames().filter(({ namespace }) => own.has(namespace)),
    components,
    notes,
    place,
  };
}
