import type { Contract } from './contract.ts';
import { rootsOf, type ContractRoot, type TranslatedContract } from './contract-roots.ts';
import { DifferenceWords } from './difference-words.ts';
import { Translation } from './translation.ts';

/**
 * What a new version of a contract changes, in sentences: operations, elements and attributes, how often they occur, values,
 * lengths, patterns, bounds. What cannot be seen in a message (a renamed type, a group written out) is no difference.
 *
 * @returns one sentence for each difference, in the order of the new contract; none when messages stay the same.
 * @throws GatewayError `contract-unsupported` when one of the two could not be imported.
 */
export function diffContracts(before: Contract, after: Contract): readonly string[] {
  const older = rootsOf(before);
  const newer = rootsOf(after);
  const sentences = operationChanges(older, newer);
  const words = new DifferenceWords(schemas(before, older), schemas(after, newer));
  for (const root of newer) {
    const same = older.find(({ label }) => label === root.label);
    if (same === undefined) continue;
    if (same.name.local !== root.name.local)
      sentences.push(`The ${root.label} is now the element ${root.name.local}; before: ${same.name.local}.`);
    words.compareRoots(same.label, root.label);
  }
  return [...sentences, ...words.sentences];
}

function schemas(contract: Contract, roots: readonly ContractRoot[]): TranslatedContract {
  const translation = new Translation(contract.components, contract.notes);
  return {
    roots: new Map(roots.map(({ label, name }) => [label, translation.root(name, contract.place)])),
    types: translation.types,
  };
}

function operationChanges(older: readonly ContractRoot[], newer: readonly ContractRoot[]): string[] {
  const sentences: string[] = [];
  const names = (roots: readonly ContractRoot[]): string[] => [...new Set(roots.map(({ operation }) => operation))];
  for (const name of names(newer)) if (!names(older).includes(name)) sentences.push(`The operation ${name} is new.`);
  for (const name of names(older)) if (!names(newer).includes(name)) sentences.push(`The operation ${name} is gone.`);
  for (const root of newer) {
    const same = older.find(({ label }) => label === root.label);
    if (same === undefined) {
      if (names(older).includes(root.operation)) sentences.push(`The ${root.label} is new.`);
    } else if (root.kind === 'request') {
      if (same.soapAction !== root.soapAction)
        sentences.push(
          `The soapAction of ${root.operation} is now ${quoted(root.soapAction)}; before: ${quoted(same.soapAction)}.`,
        );
      if (same.address !== root.address)
        sentences.push(
          `The address of ${root.operation} is now ${quoted(root.address)}; before: ${quoted(same.address)}.`,
        );
    }
  }
  for (const root of older) {
    const gone = !newer.some(({ label }) => label === root.label);
    if (gone && names(newer).includes(root.operation)) sentences.push(`The ${root.label} is gone.`);
  }
  return sentences;
}

function quoted(text: string): string {
  return text === '' ? 'absent' : text;
}
