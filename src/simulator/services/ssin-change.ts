import type { Complex, Root } from '../contracts/model.ts';
import type { JsonObject } from '../json.ts';
import type { Question } from './service.ts';

/**
 * How a reply says that a number was replaced or cancelled, where its contract has a place for it: an `ssin` with attributes, or
 * `ssinStatusData`. Of the first kind, some give the new number and what it `replaces`, others the old one and by what it was
 * `replacedBy`.
 */
export function ssinChangeParts({ contract }: Question, asked: string, current: string | undefined): JsonObject {
  if (partType(contract.reply, 'ssinStatusData') !== undefined) {
    const status = current === undefined ? 'CANCELLED' : 'REPLACED';
    return { ssinStatusData: { requestedSsinStatus: status, replacingSsin: current } };
  }
  const type = partType(contract.reply, 'ssin');
  const keys = new Set(type?.parts.map(({ key }) => key));
  if (!keys.has('canceled') || !keys.has('value')) return {};
  if (current === undefined) return { ssin: { canceled: true, value: asked } };
  if (keys.has('replaces')) return { ssin: { canceled: false, replaces: asked, value: current } };
  return keys.has('replacedBy') ? { ssin: { canceled: false, replacedBy: current, value: asked } } : {};
}

/** How a reply says that the number asked about is the right one, where its contract has a place for it. */
export function currentNumberParts({ contract }: Question, asked: string): JsonObject {
  if (partType(contract.reply, 'ssinStatusData') !== undefined)
    return { ssinStatusData: { requestedSsinStatus: 'ACTIVE' } };
  const keys = new Set(partType(contract.reply, 'ssin')?.parts.map(({ key }) => key));
  return keys.has('canceled') && keys.has('value') ? { ssin: { value: asked } } : {};
}

/** The type of a part of a root element, when it is made of parts. */
function partType(root: Root, key: string): Complex | undefined {
  const type = root.type();
  const part = type.kind === 'complex' ? type.parts.find((one) => one.key === key) : undefined;
  const own = part?.type();
  return own?.kind === 'complex' ? own : undefined;
}
