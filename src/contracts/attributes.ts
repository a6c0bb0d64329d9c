import type { AnnotatedSchema, NamespaceConstraint } from '../flows/annotated-schema.ts';
import type { Components, Located } from './components.ts';
import type { Effort } from './effort.ts';
import { namespacesOf } from './namespaces.ts';
import { simpleSchema, withValues } from './simple-schema.ts';
import type { SimpleType, SimpleTypes } from './simple-types.ts';
import { referenceAt } from './sources.ts';
import { unsupported } from './unsupported.ts';
import { xmlAttributeType } from './xml-attributes.ts';
import { clark, isXsd, schemaChildren, XSD, type QName, type XmlNode, XML_NAMESPACE } from './xml-node.ts';

/** An attribute of a complex type. */
export interface AttributeUse {
  readonly name: QName;
  readonly required: boolean;
  /** In a restriction: the base's attribute of this name goes. */
  readonly prohibited: boolean;
  /** With its `xml`. */
  readonly schema: AnnotatedSchema;
}

/** `xs:anyAttribute`: attributes that the contract does not name. The name cannot be that of a real one. */
export const WILDCARD: QName = { namespace: '', local: '*' };

/** Wildcard attributes as data; `namespaces` says which they may be of. */
export function wildcardUse(namespaces: NamespaceConstraint | undefined): AttributeUse {
  const items: AnnotatedSchema = {
    type: 'object',
    properties: { namespace: { type: 'string' }, name: { type: 'string' }, value: { type: 'string' } },
    required: ['name', 'value'],
    additionalProperties: false,
  };
  const schema: AnnotatedSchema = {
    type: 'array',
    items,
    ...(namespaces !== undefined && { 'x-namespaces': namespaces }),
    xml: { attribute: true, nodeType: 'none' },
  };
  return { name: WILDCARD, required: false, prohibited: false, schema };
}

/** What reading attributes needs from the rest of the translation. */
export interface AttributeContext {
  readonly components: Components;
  readonly simpleTypes: SimpleTypes;
  readonly effort: Effort;
  /** A reference to a named simple type, or its schema when it is built in. */
  simpleReference(name: QName, from: XmlNode): AnnotatedSchema;
}

/**
 * The attributes among the children of a complex type or derivation; attribute groups are worked in.
 *
 * @throws GatewayError `contract-unsupported` for a circular group, and what simple types refuse.
 */
export function attributesOf(
  { node, document }: Located,
  context: AttributeContext,
  inside: readonly XmlNode[] = [],
): AttributeUse[] {
  return schemaChildren(node).flatMap((child) => {
    const located = { node: child, document };
    context.effort.step(child.place);
    if (child.local === 'anyAttribute') return [wildcardUse(namespacesOf(located))];
    if (child.local === 'attribute') return [attributeUse(located, context)];
    if (child.local !== 'attributeGroup') return [];
    const group = context.components.refer('attributeGroup', located, child.attributes.get('ref') ?? '');
    if (inside.includes(group.node))
      throw unsupported(child.place, `the attribute group ${clark(group.name)} contains itself`);
    context.effort.depth(inside.length, child.place);
    return attributesOf(group, context, [...inside, group.node]);
  });
}

function attributeUse(located: Located, context: AttributeContext): AttributeUse {
  const { node } = located;
  const use = node.attributes.get('use') ?? 'optional';
  const { name, schema, type, node: declaring } = declarationOf(located, context);
  const fixed = node.attributes.get('fixed') ?? declaring.attributes.get('fixed');
  const fallback = node.attributes.get('default') ?? declaring.attributes.get('default');
  const resolved = simpleSchema(type, undefined);
  return {
    name,
    required: use === 'required',
    prohibited: use === 'prohibited',
    schema: {
      ...withValues(schema, resolved, { fixed, fallback }),
      xml: { ...(name.namespace !== '' && { namespace: name.namespace }), attribute: true },
    },
  };
}

/** What an attribute is, whether it is declared where it is used or referred to. */
interface Declaration {
  readonly name: QName;
  readonly schema: AnnotatedSchema;
  readonly type: SimpleType;
  readonly node: XmlNode;
}

function declarationOf(located: Located, context: AttributeContext): Declaration {
  const { node, document } = located;
  const reference = node.attributes.get('ref');
  if (reference === undefined) {
    const form = node.attributes.get('form') ?? document.schema.attributes.get('attributeFormDefault');
    return declared(located, form === 'qualified', context);
  }
  const name = referenceAt(node, reference, document);
  if (name.namespace !== XML_NAMESPACE)
    return declared(context.components.get('attribute', name, node.place), true, context);
  const type = xmlAttributeType(name.local);
  if (type === undefined) throw unsupported(node.place, `xml:${name.local} is not an attribute that XML knows`);
  return { name, schema: simpleSchema(type, undefined), type, node };
}

function declared(located: Located, qualified: boolean, context: AttributeContext): Declaration {
  const { node, document } = located;
  const local = node.attributes.get('name');
  if (local === undefined) throw unsupported(node.place, 'an attribute without a name');
  const type = attributeType(located, context);
  const named = node.attributes.get('type');
  const schema =
    named === undefined ? simpleSchema(type, local) : context.simpleReference(referenceAt(node, named, document), node);
  return { name: { namespace: qualified ? document.namespace : '', local }, schema, type, node };
}

/** The declared type; an attribute without one takes any text. */
function attributeType({ node, document }: Located, { simpleTypes }: AttributeContext): SimpleType {
  const type = node.attributes.get('type');
  if (type !== undefined) return simpleTypes.named(referenceAt(node, type, document), node.place);
  const inner = schemaChildren(node).find((child) => isXsd(child, 'simpleType'));
  return inner === undefined
    ? simpleTypes.named({ namespace: XSD, local: 'anySimpleType' }, node.place)
    : simpleTypes.defined({ node: inner, document });
}
