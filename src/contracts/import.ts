import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Contract, readContract } from './contract.ts';
import { firstDescriptor } from './first-descriptor.ts';
import { type ContractSchemas, contractSchemas, flowFile, type FlowPlan, jsonText, typesFile } from './flow-files.ts';
import { type FlowOwners, type ServiceVersion, typesFileName } from './flow-names.ts';
import { flowIdsOf, type Manifest, type ManifestEntry, readManifest } from './manifest.ts';
import { flowPlans, type Naming } from './plans.ts';
import type { WsdlOptions } from './wsdl.ts';

/** Options of {@link importContracts}. */
export interface ImportOptions extends Naming, WsdlOptions {
  /** The folder `schemas`, with `flows/`, `types/` and `contracts.json` in it. */
  readonly out: string;
  /** `contracts.json` of {@link out} when absent. */
  readonly manifest?: Manifest;
  /** The folder that imports may reach; the manifest's, else that of the first file, when absent. */
  readonly root?: string;
  /** A folder inside it, with schemas that a contract imports by URL. */
  readonly schemas?: string;
}

/** A file that an import makes. */
export interface ImportedFile {
  readonly path: string;
  readonly content: string;
  readonly change: 'new' | 'changed' | 'unchanged';
}

/** What an import makes; nothing of it is written yet. */
export interface Import {
  readonly files: readonly ImportedFile[];
  readonly flows: readonly ImportedFlow[];
  /** What is left out of the contracts, or taken otherwise than it stands; each with its place. */
  readonly notes: readonly string[];
}

interface ImportedFlow extends ServiceVersion {
  readonly flow: string;
  readonly operation: string;
  /** It has a descriptor already. Otherwise a first one is among the files, for a person to complete. */
  readonly described: boolean;
}

/**
 * Works out which files contracts become. Reads the contracts, the manifest and what is in `out` already; writes nothing
 * (`writeFiles` does). The same contracts give the same bytes.
 *
 * A file that the manifest names brings the other files of its entry. Of the rest, each WSDL is a contract of its own, and all
 * schemas together are one.
 *
 * @throws GatewayError `contract-unsupported`, naming file and line; `schemas-invalid` for a defect of the manifest.
 */
export function importContracts(files: readonly string[], options: ImportOptions): Import {
  const manifest = options.manifest ?? readManifest(join(options.out, 'contracts.json'));
  const taken = flowOwners(options.out, manifest);
  const made = new Map<string, string>();
  const flows: ImportedFlow[] = [];
  const notes = new Set<string>();
  for (const { entry, contract } of contractsOf(files, manifest, options)) {
    for (const plans of byTypesFile(flowPlans(contract, entry, manifest, taken, options))) {
      const schemas = contractSchemas(contract, plans);
      for (const [name, content] of typesFiles(schemas)) add(made, join('types', name), content);
      for (const roots of schemas.flows) {
        const { flow, facts } = roots.plan;
        const descriptor = join('flows', `${flow}.flow.json`);
        const described = existsSync(join(options.out, descriptor));
        add(made, join('flows', `${flow}.json`), flowFile(roots));
        if (!described) add(made, descriptor, jsonText(firstDescriptor(roots, schemas.types)));
        taken.set(flow, facts);
        flows.push({ flow, service: facts.service, version: facts.version, operation: facts.operation, described });
      }
    }
    for (const note of contract.notes.all) notes.add(note);
  }
  return {
    files: [...made].map(([path, content]) => importedFile(join(options.out, path), content)),
    flows,
    notes: [...notes],
  };
}

/** The operations of one service version share a types file; schemas may hold several services. */
function byTypesFile(plans: readonly FlowPlan[]): FlowPlan[][] {
  const groups = new Map<string, FlowPlan[]>();
  for (const plan of plans) {
    const name = typesFileName(plan.facts);
    groups.set(name, [...(groups.get(name) ?? []), plan]);
  }
  return [...groups.values()];
}

/** The types file, unless every type is written where it is used. */
function typesFiles(schemas: ContractSchemas): [string, string][] {
  const [first] = schemas.flows;
  if (first === undefined || Object.keys(schemas.types).length === 0) return [];
  return [[`${typesFileName(first.plan.facts)}.json`, typesFile(schemas)]];
}

function add(made: Map<string, string>, path: string, content: string): void {
  const other = made.get(path);
  if (other !== undefined && other !== content)
    throw new GatewayError('contract-unsupported', {
      detail: `two of the contracts would become ${path}; import them one by one`,
    });
  made.set(path, content);
}

function importedFile(path: string, content: string): ImportedFile {
  const change = !existsSync(path) ? 'new' : readFileSync(path, 'utf8') === content ? 'unchanged' : 'changed';
  return { path, content, change };
}

interface Found {
  readonly entry: ManifestEntry | undefined;
  readonly contract: Contract;
}

function contractsOf(files: readonly string[], manifest: Manifest, options: ImportOptions): Found[] {
  const { root, schemas: folder, port, despitePolicy } = options;
  const given = {
    ...(root !== undefined && { root }),
    ...(folder !== undefined && { schemas: folder }),
    ...(port !== undefined && { port }),
    ...(despitePolicy === true && { despitePolicy }),
  };
  const paths = files.map((file) => resolve(file));
  const found: Found[] = [];
  const schemas: string[] = [];
  const entries = new Set<string>();
  for (const path of paths) {
    const known = manifestEntry(path, manifest);
    if (known === undefined) {
      if (path.toLowerCase().endsWith('.wsdl')) found.push({ entry: undefined, contract: readContract(path, given) });
      else schemas.push(path);
      continue;
    }
    const { entry, base } = known;
    const own = join(base, entry.folder);
    const key = `${own} ${entry.files.join(' ')}`;
    if (entries.has(key)) continue;
    entries.add(key);
    const contract = readContract(
      entry.files.map((file) => join(own, file)),
      { ...given, root: root ?? own },
    );
    found.push({ entry, contract });
  }
  if (schemas.length > 0) found.push({ entry: undefined, contract: readContract(schemas, given) });
  return found;
}

/** The entry that names this file, and the folder of contracts that its names are relative to. */
function manifestEntry(path: string, manifest: Manifest): { entry: ManifestEntry; base: string } | undefined {
  for (const entry of manifest.contracts) {
    for (const file of entry.files) {
      const name = sep + join(entry.folder, file);
      if (path.endsWith(name)) return { entry, base: path.slice(0, -name.length) || sep };
    }
  }
  return undefined;
}

/** Flow ids in use: those of the manifest, and those of flow files made before. */
function flowOwners(out: string, manifest: Manifest): Map<string, ServiceVersion> {
  const owners = new Map<string, ServiceVersion>();
  const flows = join(out, 'flows');
  const names = existsSync(flows) ? readdirSync(flows) : [];
  for (const name of names.filter((one) => one.endsWith('.json') && !one.endsWith('.flow.json')).sort()) {
    const owner = ownerOf(join(flows, name));
    if (owner !== undefined) owners.set(basename(name, '.json'), owner);
  }
  for (const entry of manifest.contracts) for (const flow of flowIdsOf(entry)) owners.set(flow, entry);
  return owners satisfies FlowOwners;
}

function ownerOf(file: string): ServiceVersion | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { 'x-bcss'?: ServiceVersion })['x-bcss'];
  } catch {
    // Not ours to judge: the gateway refuses to start on a broken flow file, and this import may be what mends it.
    return undefined;
  }
}
