import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importContracts, type Import } from '../../src/contracts/import.ts';
import { type Manifest, type ManifestEntry, readManifest } from '../../src/contracts/manifest.ts';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder `schemas` of this repository. */
export const SCHEMAS = join(repository, 'schemas');

/** The official contracts, which are never part of the repository. */
export const CONTRACTS = process.env.BCSS_CONTRACTS_DIR ?? join(repository, '../shared/contracts');

/** False where there are none: what needs them is skipped, and says so. */
export const contractsPresent = existsSync(join(CONTRACTS, 'soap/catalogue.json'));
if (!contractsPresent) {
  process.stderr.write(`official contracts not found in ${CONTRACTS}: the tests that need them are skipped\n`);
}

/** The manifest of this repository. */
export const manifest: Manifest = readManifest(join(SCHEMAS, 'contracts.json'));

/** Every file that the manifest names. */
function manifestFiles(entries: readonly ManifestEntry[] = manifest.contracts): string[] {
  return entries.flatMap(({ folder, files }) => files.map((file) => join(CONTRACTS, folder, file)));
}

/** All official contracts, imported in memory. */
export function importAll(): Import {
  return importContracts(manifestFiles(), { out: SCHEMAS, manifest });
}

/** Parsed JSON of a file among the contracts. */
export function contractsJson(file: string): unknown {
  return JSON.parse(readFileSync(join(CONTRACTS, file), 'utf8'));
}
