import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NS } from '../../src/xml/names.ts';
import { parseXml, XmlRefused } from '../../src/xml/parse.ts';
import { childElements, isNamed, textOf, type XmlElement } from '../../src/xml/tree.ts';
import { CONTRACTS, manifest } from '../contracts/official.ts';
import { allRoots, type MessageRoot } from '../contracts/message-roots.ts';

/** A message that somebody put beside the contracts. */
export interface Sample {
  /** Relative to the folder of the contracts. */
  readonly file: string;
  readonly xml: string;
  /** The whole document: a SOAP body's content, or an SSDN document; undefined when the file cannot be read as XML. */
  readonly document: XmlElement | undefined;
  /** Why it cannot be read. */
  readonly defect?: string;
  /** The element of the flow; undefined where BCSS leaves it out, as on an SSDN error. */
  readonly element: XmlElement | undefined;
  /** What it is a message of; undefined when no flow of ours has such an element. */
  readonly root: MessageRoot | undefined;
}

/** Folders of samples that are no messages of a flow: the envelope alone, and batch files. */
const OTHERS = new Set(['Envelope', 'Mutations-MediPrima']);

/** Every sample of a folder laid out as that of the contracts is. */
export function samples(contracts: string = CONTRACTS): Sample[] {
  return ['soap', 'ssdn'].flatMap((transport) => {
    const folder = join(contracts, 'samples', transport);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !OTHERS.has(entry.name))
      .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `samples/${transport}/${name}/${file}`))
      .filter((file) => file.endsWith('.xml'))
      .map((file) => sampleOf(contracts, file));
  });
}

/** A file that cannot be read is a sample all the same: it is named, and the others go on. */
function sampleOf(contracts: string, file: string): Sample {
  const xml = readFileSync(join(contracts, file), 'utf8');
  let document: XmlElement;
  try {
    document = parseXml(xml);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    return { file, xml, document: undefined, defect: error.defect, element: undefined, root: undefined };
  }
  const element = elementOf(document);
  return { file, xml, document, element, root: rootOf(file, document, element) };
}

/** The root of a SOAP body or of what a fault holds; the payload inside an SSDN document. */
function elementOf(document: XmlElement): XmlElement | undefined {
  if (document.namespace === NS.soap && document.local === 'Fault') {
    const detail = childElements(document).find(({ local }) => local === 'detail');
    return detail === undefined ? undefined : childElements(detail)[0];
  }
  if (document.namespace !== NS.ssdnService) return document;
  const service = serviceOf(document);
  const last = service === undefined ? undefined : childElements(service).at(-1);
  return last === undefined || last.namespace === NS.ssdnService || last.local === 'ResultSummary' ? undefined : last;
}

function serviceOf(document: XmlElement): XmlElement | undefined {
  return childElements(document).find(({ local }) => local === 'ServiceRequest' || local === 'ServiceReply');
}

/** Versions share namespaces and names: the folder and the version at the start of the file name tell them apart. */
function rootOf(file: string, document: XmlElement, element: XmlElement | undefined): MessageRoot | undefined {
  const [, transport, folder = '', name = ''] = file.split('/');
  const ofService = allRoots().filter((root) =>
    transport === 'ssdn' ? isOfFolder(root, folder, document) : isOfVersion(root, folder, name),
  );
  const kind = kindOf(document, element);
  const candidates = ofService.filter((root) => kind === undefined || root.kind === kind);
  if (element === undefined) return candidates[0];
  const named = candidates.filter((root) => isNamed(element, root.shape.namespace, root.shape.local));
  // Two XMLite forms share their outermost element.
  return named.find((root) => root.read(element).deviations.length === 0) ?? named[0];
}

/** SSDN says it itself; of a SOAP message the element's name decides. */
function kindOf(document: XmlElement, element: XmlElement | undefined): MessageRoot['kind'] | undefined {
  if (document.namespace !== NS.ssdnService) return element === undefined ? 'fault' : undefined;
  return document.local === 'SSDNRequest' ? 'request' : 'reply';
}

function isOfFolder({ facts }: MessageRoot, folder: string, document: XmlElement): boolean {
  if (facts.transport !== 'ssdn') return false;
  const service = serviceOf(document);
  const id = service === undefined ? undefined : childElements(service).find(({ local }) => local === 'ServiceId');
  return facts.service === folder || (id !== undefined && textOf(id) === facts.serviceId);
}

function isOfVersion({ facts, flow }: MessageRoot, folder: string, name: string): boolean {
  const entry = manifest.contracts.find((one) => one.service === facts.service && one.version === facts.version);
  if (entry?.transport !== 'soap') return false;
  const [, service, version = ''] = entry.folder.split('/');
  return service === folder && name.startsWith(`${version}.`) && Object.values(entry.operations).includes(flow);
}

/** The kind that the name of a sample claims: `response-negative`, `reply-success`. */
export function claimOf({ file }: Sample): string {
  const name = basename(file, '.xml');
  return file.startsWith('samples/soap/') ? (name.split('.')[1] ?? name) : name;
}
