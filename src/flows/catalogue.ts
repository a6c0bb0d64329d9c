import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closestName, didYouMean } from '../domain/closest-name.ts';
import type { FlowId } from '../domain/flow.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { AnnotatedSchema, ResolveReference } from './annotated-schema.ts';
import { descriptorCheck } from './descriptor.ts';
import { type DescribedPlace, placesIn } from './descriptor-pointers.ts';
import { Flow } from './flow.ts';
import { checkFlowFile, type FlowFile, requestWithHeader } from './flow-file.ts';
import { leavesOf } from './persons/leaves.ts';
import { means, plainSteps } from './persons/pattern.ts';
import { walk } from './schema-at.ts';
import { judgeSsinsByForm } from './ssin-form.ts';

/** The flows that come with the program. */
export const OWN_FLOWS_DIR = fileURLToPath(new URL('../../schemas/flows', import.meta.url));

const DESCRIPTOR = '.flow.json';

/** All flows of this gateway, by id and by alias. Read once at start; pure afterwards. */
export class Catalogue {
  private readonly byId = new Map<string, Flow>();
  private readonly byName = new Map<string, Flow>();

  constructor(flows: readonly Flow[]) {
    for (const flow of [...flows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      this.byId.set(flow.id, flow);
      for (const name of [flow.id, ...flow.aliases]) {
        const other = this.byName.get(name);
        if (other !== undefined && other.id !== flow.id) throw invalid(`${name} names both ${other.id} and ${flow.id}`);
        this.byName.set(name, flow);
      }
    }
  }

  /** Every flow, in the order of the ids. */
  all(): Flow[] {
    return [...this.byId.values()];
  }

  /** The flow of an id or an alias. */
  find(name: string): Flow | undefined {
    return this.byName.get(name);
  }

  private unknown(name: string): GatewayError {
    const meant = closestName(name, [...this.byName.keys()]);
    return new GatewayError('unknown-flow', meant === undefined ? {} : { detail: didYouMean(meant) });
  }

  /** As {@link find}; throws `unknown-flow`, with the one that was probably meant. */
  get(name: string): Flow {
    const flow = this.find(name);
    if (flow === undefined) throw this.unknown(name);
    return flow;
  }
}

/**
 * Reads the flow files of some folders: each `<flow>.json` with the descriptor `<flow>.flow.json` beside it.
 *
 * @throws GatewayError `schemas-invalid`, naming the file and what is wrong with it.
 */
export function loadCatalogue(dirs: readonly string[] = [OWN_FLOWS_DIR]): Catalogue {
  const documents = new Documents();
  const check = descriptorCheck();
  const read = dirs.flatMap((dir) => {
    const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
    const ids = files.filter((file) => !file.endsWith(DESCRIPTOR)).map((file) => basename(file, '.json'));
    for (const file of files.filter((name) => name.endsWith(DESCRIPTOR))) {
      if (!ids.includes(basename(file, DESCRIPTOR))) throw invalid(`${file} describes a flow that has no schema`);
    }
    return ids.map((id) => {
      const path = join(dir, `${id}.json`);
      const descriptorPath = join(dir, `${id}${DESCRIPTOR}`);
      const flowFile = checkFlowFile(documents.read(path), path);
      const descriptor = check(documents.read(descriptorPath), descriptorPath);
      return { id: id as FlowId, flowFile, descriptor, descriptorPath };
    });
  });
  const files = new Map<string, FlowFile>(read.map(({ id, flowFile }) => [id, flowFile]));
  return new Catalogue(
    read.map(({ id, flowFile, descriptor, descriptorPath }) => {
      for (const place of placesIn(descriptor)) checkPlace(place, id, files, descriptorPath, documents.resolve);
      const flow = new Flow(id, flowFile, descriptor, documents.resolve);
      checkPersons(flow, descriptorPath);
      checkEcho(flow, descriptorPath);
      return flow;
    }),
  );
}

/** A person whom nobody declared would be looked up without an integration, and without a trace. */
function checkPersons(flow: Flow, descriptorPath: string): void {
  for (const [message, key] of [
    ['request', 'subject'],
    ['reply', 'found'],
  ] as const) {
    const places = flow.undeclaredPersons(message);
    if (places.length === 0) continue;
    const named = places.slice(0, UNDECLARED_NAMED_MAX).map(({ pointer, sign }) => `${pointer} (${SIGNS[sign]})`);
    const more = places.length > named.length ? `, and ${places.length - named.length} more` : '';
    throw invalid(
      `${descriptorPath}: the ${message} can name a person at ${named.join(', ')}${more}; declare each in "${key}", or in ` +
        `"nobody" with the reason why it is no person (docs/flow-schema.md)`,
    );
  }
}

/** A reply about somebody else would be shown as one about who was asked. */
function checkEcho({ kind, descriptor: { found = [], echo, echoNone } }: Flow, descriptorPath: string): void {
  if (kind === 'notification' || found.length === 0 || echo !== undefined || echoNone !== undefined) return;
  throw invalid(
    `${descriptorPath}: the reply names persons; say in "echo" where it names who was asked about, or in "echoNone" why it ` +
      'cannot (docs/flow-schema.md)',
  );
}

const UNDECLARED_NAMED_MAX = 5;
const SIGNS = { number: 'by number', identity: 'by name, birth date or card' } as const;

/** A place that the message does not have would never be filled, found or asked about, and nobody would notice. */
function checkPlace(
  { key, message, pointer, flow: other }: DescribedPlace,
  id: string,
  files: ReadonlyMap<string, FlowFile>,
  descriptorPath: string,
  resolve: ResolveReference,
): void {
  const file = files.get(other ?? id);
  if (file === undefined) throw invalid(`${descriptorPath}/${key}: there is no flow ${other ?? id}`);
  if (pointer.includes('/**')) {
    checkPattern({ key, message, pointer }, file, descriptorPath, resolve);
    return;
  }
  const { schema, reached, names } = walk(
    message === 'request' ? requestWithHeader(file, resolve) : file.$defs[message],
    pointer,
    resolve,
  );
  if (schema !== undefined) return;
  const whose = other === undefined ? `the ${message}` : `the ${message} of ${other}`;
  const where = reached === '' ? 'it has' : `at ${reached} it has`;
  const what = names.length === 0 ? 'nothing' : names.join(', ');
  throw invalid(`${descriptorPath}/${key}: ${whose} has no ${pointer}; ${where} ${what}`);
}

function checkPattern(
  { key, message, pointer }: DescribedPlace,
  file: FlowFile,
  descriptorPath: string,
  resolve: ResolveReference,
): void {
  const pattern = plainSteps(pointer);
  if (leavesOf(file.$defs[message], resolve).some(({ path }) => means(pattern, path))) return;
  throw invalid(`${descriptorPath}/${key}: the ${message} has no ${pointer}`);
}

/** JSON files, each read once, with the references between them. */
class Documents {
  private readonly files = new Map<string, unknown>();

  /**
   * The parsed file; its references are made absolute, so that they mean the same wherever they are followed, and its SSINs lose
   * the patterns of their contracts.
   */
  read(path: string): unknown {
    let document = this.files.get(path);
    if (document === undefined) {
      document = parse(path);
      makeReferencesAbsolute(document, path);
      judgeSsinsByForm(document);
      this.files.set(path, document);
    }
    return document;
  }

  /** Finds the target of an absolute reference, `<file>#/$defs/<name>`. */
  readonly resolve: ResolveReference = (reference) => {
    const [path = '', fragment = ''] = reference.split('#/$defs/');
    const { $defs } = this.read(path) as { $defs?: Record<string, AnnotatedSchema> };
    const target = $defs?.[fragment];
    if (target === undefined) throw invalid(`${path}: no type ${fragment}`);
    return target;
  };
}

function makeReferencesAbsolute(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as { $ref?: unknown };
  if (typeof node.$ref === 'string') {
    const [file = '', fragment = ''] = node.$ref.split('#');
    node.$ref = `${file === '' ? path : resolvePath(dirname(path), file)}#${fragment}`;
  }
  for (const inner of Object.values(value)) makeReferencesAbsolute(inner, path);
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new GatewayError('schemas-invalid', { detail: `${path} cannot be read as JSON`, cause });
  }
}

function invalid(detail: string): GatewayError {
  return new GatewayError('schemas-invalid', { detail });
}
