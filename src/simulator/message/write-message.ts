import type { Complex, Part, Root, Type } from '../contracts/model.ts';
import type { Json, JsonObject } from '../json.ts';
import { attribute, element, type XmlNode } from '../xml/node.ts';
import { readXml } from '../xml/read-xml.ts';

/**
 * The element of a message from its JSON, in the order of the contract. What the contract does not know is an error of the
 * simulator, and thrown: a reply must never lose a value silently.
 */
export function writeMessage(value: Json, root: Root): XmlNode {
  return write(value, root.type(), root.namespace, root.local);
}

function write(value: Json, type: Type, namespace: string, local: string): XmlNode {
  if (type.kind === 'leaf') return element(namespace, local, [leafText(value, local)]);
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`${local} is made of parts`);
  refuseUnknown(value, type, local);
  const children = type.parts.flatMap((part) => members(value[part.key], part));
  const attributes = type.parts.flatMap((part) => {
    const given = part.place === 'attribute' ? value[part.key] : undefined;
    return given === undefined ? [] : [attribute(part.local, leafText(given, part.local), part.namespace)];
  });
  return element(namespace, local, children, attributes);
}

function members(given: Json | undefined, part: Part): (XmlNode | string)[] {
  if (given === undefined || part.place === 'attribute') return [];
  if (part.place === 'text') return [leafText(given, part.local)];
  const items = Array.isArray(given) ? given : [given];
  if (part.place === 'any') return items.map((item) => readXml(leafText(item, part.local)));
  if (Array.isArray(given) !== (part.repeats !== undefined)) throw new Error(`${part.local}: a list, or not a list`);
  return items.map((item) => write(item, part.type(), part.namespace, part.local));
}

function leafText(value: Json, local: string): string {
  if (typeof value === 'object') throw new Error(`${local} is a plain value`);
  return String(value);
}

function refuseUnknown(value: JsonObject, { parts }: Complex, local: string): void {
  const known = new Set(parts.map(({ key }) => key));
  const unknown = Object.keys(value).find((key) => value[key] !== undefined && !known.has(key));
  if (unknown !== undefined) throw new Error(`${local} has no part ${unknown}`);
}
