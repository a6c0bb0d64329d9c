import { readFileSync } from 'node:fs';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** `schemas/contracts.json`: which contract becomes which flows. Written by a person. */
export interface Manifest {
  readonly contracts: readonly ManifestEntry[];
}

/** One contract; its files are given relative to a folder of contracts. */
export type ManifestEntry = SoapEntry | SsdnEntry;

interface Entry {
  readonly service: string;
  readonly version: string;
  /** The folder that imports may reach, relative to the folder of contracts. */
  readonly folder: string;
  /** Relative to {@link folder}; the first is the WSDL, or the schema of the request. */
  readonly files: readonly string[];
}

export interface SoapEntry extends Entry {
  readonly transport: 'soap';
  /** Target namespace of the WSDL: a copy that lies elsewhere is recognised by it. */
  readonly namespace: string;
  /** Operation → flow id. */
  readonly operations: Readonly<Record<string, string>>;
}

export interface SsdnEntry extends Entry {
  readonly transport: 'ssdn';
  /** Name of the service in `ServiceRequest`. */
  readonly serviceId: string;
  /** Local names of the root elements. */
  readonly request: string;
  readonly reply: string;
  readonly flow: string;
}

/**
 * Reads a manifest; an absent file is an empty one.
 *
 * @throws GatewayError `schemas-invalid`, naming the entry and the key.
 */
export function readManifest(file: string): Manifest {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { contracts: [] };
  }
  return checkManifest(parsed(text, file), file);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GatewayError('schemas-invalid', { detail: `${file} cannot be read as JSON`, cause });
  }
}

const TEXTS = {
  soap: ['service', 'version', 'folder', 'namespace'],
  ssdn: ['service', 'version', 'folder', 'serviceId', 'request', 'reply', 'flow'],
};
const KEYS = {
  soap: [...TEXTS.soap, 'transport', 'files', 'operations'],
  ssdn: [...TEXTS.ssdn, 'transport', 'files'],
};

function checkManifest(value: unknown, file: string): Manifest {
  const { contracts } = (value ?? {}) as { contracts?: unknown };
  if (!Array.isArray(contracts))
    throw new GatewayError('schemas-invalid', { detail: `${file}: contracts is not a list` });
  for (const [index, entry] of contracts.entries()) {
    const defect = entryDefect(entry);
    if (defect !== undefined)
      throw new GatewayError('schemas-invalid', { detail: `${file}: contracts[${index}].${defect}` });
  }
  return value as Manifest;
}

/** As in `descriptor.schema.json`: nothing that could lead a file name out of its folder. */
const FLOW_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

function entryDefect(value: unknown): string | undefined {
  const entry = (value ?? {}) as Record<string, unknown>;
  const { transport, files, operations } = entry;
  if (transport !== 'soap' && transport !== 'ssdn') return 'transport is neither soap nor ssdn';
  const text = TEXTS[transport].find((key) => typeof entry[key] !== 'string' || entry[key] === '');
  if (text !== undefined) return `${text} is missing`;
  if (!Array.isArray(files) || files.length === 0 || !files.every((one) => typeof one === 'string'))
    return 'files is not a list of names';
  if (transport === 'soap' && (typeof operations !== 'object' || operations === null)) return 'operations is missing';
  const id = flowIdsOf(value as ManifestEntry).find((one) => typeof one !== 'string' || !FLOW_ID.test(one));
  if (id !== undefined) return `${id} is not a flow id`;
  const unknown = Object.keys(entry).find((key) => !KEYS[transport].includes(key));
  return unknown === undefined ? undefined : `${unknown} is not a key of the manifest`;
}

/** The flow ids of an entry. */
export function flowIdsOf(entry: ManifestEntry): readonly string[] {
  return entry.transport === 'soap' ? Object.values(entry.operations) : [entry.flow];
}
