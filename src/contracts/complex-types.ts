import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { type AttributeContext, attributesOf, type AttributeUse, WILDCARD, wildcardUse } from './attributes.ts';
import { isBuiltIn, type Component, type Located } from './components.ts';
import { contentParticle, type ElementContext } from './content-model.ts';
import { eitherOf } from './namespaces.ts';
import { group, type Particle } from './particle.ts';
import { simpleSchema } from './simple-schema.ts';
import { restricted, type SimpleType } from './simple-types.ts';
import { referenceAt } from './sources.ts';
import { type Place, unsupported } from './unsupported.ts';
import { clark, isXsd, schemaChildren, type QName, type XmlNode } from './xml-node.ts';

/** A complex type with its whole derivation worked in. */
export interface ComplexType {
  readonly attributes: readonly AttributeUse[];
  /** Simple content: the text beside the attributes. */
  readonly text?: { readonly type: SimpleType; readonly schema: AnnotatedSchema };
  readonly particle?: Particle | undefined;
  /** Text and elements in any order: its content is XML, and not taken apart. */
  readonly mixed?: true;
}

const EMPTY: ComplexType = { attributes: [] };

/**
 * Works out the complex type that a node defines. `open` holds the types whose derivation is being followed.
 *
 * @throws GatewayError `contract-unsupported` for a circular derivation and whatever its parts refuse.
 */
export function complexType(
  located: Located,
  context: ElementContext & AttributeContext,
  open: readonly XmlNode[] = [],
): ComplexType {
  const { node, document } = located;
  if (open.includes(node))
    throw unsupported(node.place, `the type ${node.attributes.get('name') ?? ''} is derived from itself`);
  context.effort.depth(open.length, node.place);
  const newer = schemaChildren(node).find(({ local }) => NEWER.has(local));
  if (newer !== undefined) throw unsupported(newer.place, `xs:${newer.local} is of XML Schema 1.1`);
  const content = schemaChildren(node).find(
    (child) => child.local === 'simpleContent' || child.local === 'complexContent',
  );
  if (content === undefined)
    return {
      attributes: oneWildcard(attributesOf(located, context)),
      particle: contentParticle(located, context),
      ...(isMixed(node) && { mixed: true }),
    };
  const derivation = schemaChildren(content).find(
    (child) => child.local === 'extension' || child.local === 'restriction',
  );
  const name = derivation?.attributes.get('base');
  if (derivation === undefined || name === undefined)
    throw unsupported(content.place, `xs:${content.local} derives from nothing`);
  const step: Derivation = {
    located: { node: derivation, document },
    base: referenceAt(derivation, name, document),
    open: [...open, node],
  };
  if (content.local === 'simpleContent') return simpleContent(step, context);
  const type = derivation.local === 'extension' ? extension(step, context) : restriction(step, context);
  return isMixed(node) || isMixed(content) ? { ...type, mixed: true } : type;
}

/** What a processor of XML Schema 1.0 does not know, and must not pass over. */
const NEWER = new Set(['assert', 'openContent', 'alternative']);

interface Derivation {
  readonly located: Located;
  readonly base: QName;
  readonly open: readonly XmlNode[];
}

/** The base's content first, then the extension's own. */
function extension({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const inherited = baseType(base, located.node.place, context, open);
  const attributes = oneWildcard([...inherited.attributes, ...attributesOf(located, context)]);
  if (inherited.text !== undefined) return { attributes, text: withoutElements(inherited.text, located, base) };
  return {
    ...(inherited.mixed === true && { mixed: true }),
    attributes,
    particle: group(
      'sequence',
      [inherited.particle, contentParticle(located, context)],
      { min: 1, max: 1 },
      located.node.place,
    ),
  };
}

/** An extension of simple content may say `complexContent`, as long as it adds no element. */
function withoutElements(
  text: NonNullable<ComplexType['text']>,
  { node }: Located,
  base: QName,
): NonNullable<ComplexType['text']> {
  const added = schemaChildren(node).find(({ local }) => !/attribute/i.test(local) && local !== 'sequence');
  const inSequence = schemaChildren(node).some(
    (child) => child.local === 'sequence' && schemaChildren(child).length > 0,
  );
  if (added !== undefined || inSequence) throw unsupported(node.place, `${clark(base)} has simple content`);
  return text;
}

/** The restricted content is given anew; attributes are inherited unless they are given anew or prohibited. */
function restriction({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const inherited = baseType(base, located.node.place, context, open);
  return {
    attributes: overridden(inherited.attributes, oneWildcard(attributesOf(located, context))),
    particle: contentParticle(located, context),
  };
}

function simpleContent({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const { node, document } = located;
  const own = oneWildcard(attributesOf(located, context));
  const simple = isBuiltIn(base) || isXsd(context.components.get('type', base, node.place).node, 'simpleType');
  if (node.local === 'extension' && simple) {
    const type = context.simpleTypes.named(base, node.place);
    return { attributes: own, text: { type, schema: context.simpleReference(base, node) } };
  }
  const inherited = simple ? EMPTY : baseType(base, node.place, context, open);
  if (inherited.text === undefined) throw unsupported(node.place, `${clark(base)} has no simple content`);
  if (node.local === 'extension')
    return { attributes: oneWildcard([...inherited.attributes, ...own]), text: inherited.text };
  const children = schemaChildren(node).filter(({ local }) => !/attribute/i.test(local));
  const inner = children.find((child) => isXsd(child, 'simpleType'));
  const from = inner === undefined ? inherited.text.type : context.simpleTypes.defined({ node: inner, document });
  const type = restricted(
    from,
    children.filter((child) => child !== inner),
    node.place,
  );
  return {
    attributes: overridden(inherited.attributes, own),
    text: { type, schema: simpleSchema(type, undefined) },
  };
}

function baseType(
  name: QName,
  from: Place,
  context: ElementContext & AttributeContext,
  open: readonly XmlNode[],
): ComplexType {
  if (isBuiltIn(name) && name.local === 'anyType') return EMPTY;
  if (isBuiltIn(name)) throw unsupported(from, `xs:${name.local} is not a complex type`);
  const base: Component = context.components.get('type', name, from);
  if (!isXsd(base.node, 'complexType')) throw unsupported(from, `${clark(name)} is not a complex type`);
  return complexType(base, context, open);
}

/** A restriction says itself which further attributes there may be: the base's wildcard does not count. */
function overridden(base: readonly AttributeUse[], own: readonly AttributeUse[]): readonly AttributeUse[] {
  const inherited = base.filter(({ name }) => name !== WILDCARD);
  const byName = new Map(own.map((use) => [clark(use.name), use]));
  const kept = inherited.map((use) => byName.get(clark(use.name)) ?? use);
  const known = new Set(inherited.map((use) => clark(use.name)));
  return [...kept, ...own.filter((use) => !known.has(clark(use.name)))].filter((use) => !use.prohibited);
}

function isMixed(node: XmlNode): boolean {
  const mixed = node.attributes.get('mixed')?.trim();
  return mixed === 'true' || mixed === '1';
}

/** Several wildcards of attributes are one, which lets through what any of them does. */
function oneWildcard(uses: readonly AttributeUse[]): readonly AttributeUse[] {
  const wildcards = uses.filter(({ name }) => name === WILDCARD);
  if (wildcards.length < 2) return uses;
  const namespaces = wildcards.map(({ schema }) => schema['x-namespaces']).reduce(eitherOf);
  return [...uses.filter(({ name }) => name !== WILDCARD), wildcardUse(namespaces)];
}
