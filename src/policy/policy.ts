import { fileURLToPath } from 'node:url';
import { compilePolicy, type CompiledPolicy } from './compile.ts';
import type { KnownWorld } from './document/check-meaning.ts';
import { loadDocument, parseDocument } from './document/load-document.ts';

/** The table that comes with the program: strict, and in force where POLICY_FILE names no other. */
export const DEFAULT_POLICY_FILE = fileURLToPath(new URL('../../schemas/policy/default.yaml', import.meta.url));

/** Reads, checks and compiles a policy file. @throws PolicyRefused with line, column and remedy of each defect */
export function loadPolicy(path: string, world: KnownWorld): CompiledPolicy {
  return compilePolicy(loadDocument(path, world), world.flows);
}

/** As {@link loadPolicy}, for bytes at hand. */
export function parsePolicy(bytes: Uint8Array, name: string, world: KnownWorld): CompiledPolicy {
  return compilePolicy(parseDocument(bytes, name, world), world.flows);
}

/** Flows that can be asked, out of a catalogue. */
export function askableFlows(flows: readonly { readonly id: string; readonly kind: string }[]): string[] {
  return flows.filter(({ kind }) => kind !== 'notification').map(({ id }) => id);
}
