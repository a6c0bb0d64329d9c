import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contract, readContract } from '../../src/contracts/contract.ts';
import { contractSchemas } from '../../src/contracts/flow-files.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';

/** The folder of invented contracts. */
const FIXTURES = resolve(fileURLToPath(import.meta.url), '../../../fixtures/contracts');

/** A fixture by its path in the folder. */
export function fixture(name: string): string {
  return join(FIXTURES, name);
}

/** The element `root` of a contract as one self-contained schema. */
export function rootSchema(contract: Contract): AnnotatedSchema {
  const root = contract.elements.find(({ local }) => local === 'root');
  if (root === undefined) throw new Error(`no element root in ${contract.file}`);
  const facts = { service: 'Example', version: 'v1', operation: 'example', transport: 'ssdn' as const };
  const { types, flows } = contractSchemas(contract, [
    { flow: 'example', facts, request: root, reply: root, faults: [], headers: [] },
  ]);
  const schema = flows[0]?.roots.request ?? {};
  return Object.keys(types).length === 0 ? schema : { ...schema, $defs: types };
}

/** The element `root` of a fixture. */
export function translated(name: string, root?: string): AnnotatedSchema {
  return rootSchema(readContract(fixture(name), root === undefined ? {} : { root: fixture(root) }));
}

/** What is said against a contract: the detail of the refusal. */
export function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'contract-unsupported') return error.detail?.en ?? '';
    throw error;
  }
  return 'not refused';
}
