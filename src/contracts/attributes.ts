import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { Components, Located } from './components.ts';
import { jsonValue, simpleSchema } from './simple-schema.ts';
import type { SimpleType, SimpleTypes } from './simple-types.ts';
import { referenceAt } from './sources.ts';
import { unsupported } from './unsupported.ts';
import { clark, isXsd, schemaChildren, XSD, type QName, type XmlNode } from './xml-node.ts';

/** An attribute of a complex type. */
export interface AttributeUse {
  readonly name: QName;
  readonly required: boolean;
  /** In a restriction: the base's attribute of this name goes. */
  readonly prohibited: boolean;
  /** With its `xml`. */
  readonly schema: AnnotatedSchema;
}

/** What reading attributes needs from the rest of the translation. */
export interface AttributeContext {
  readonly components: Components;
  readonly simpleTypes: SimpleTypes;
  /** A reference to a named simple type, or its schema when it is built in. */
  simpleReference(name: QName, from: XmlNode): AnnotatedSchema;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * The attributes among the children of a complex type or derivation; attribute groups are worked in.
 *
 * @throws GatewayError `contract-unsupported` for `xs:anyAttribute`, attributes of the `xml:` namespace, a circular group.
 */
export function attributesOf(
  { node, document }: Located,
  context: AttributeContext,
  inside: readonly XmlNode[] = [],
): AttributeUse[] {
  return schemaChildren(node).flatMap((child) => {
    const located = { node: child, document };
    if (child.local === 'anyAttribute') throw unsupported(child.place, 'xs:anyAttribute is not supported');
    if (child.local === 'attribute') return [attributeUse(located, context)];
    if (child.local !== 'attributeGroup') return [];
    const group = context.components.refer('attributeGroup', located, child.attributes.get('ref') ?? '');
    if (inside.includes(group.node))
      throw unsupported(child.place, `the attribute group ${clark(group.name)} contains itself`);
    return attributesOf(group, context, [...inside, group.node]);
  });
}

function attributeUse(located: Located, context: AttributeContext): AttributeUse {
  const { node, document } = located;
  const reference = node.attributes.get('ref');
  const use = node.attributes.get('use') ?? 'optional';
  const declared = reference === undefined ? located : globalAttribute(located, reference, context);
  const local = declared.node.attributes.get('name');
  if (local === undefined) throw unsupported(node.place, 'an attribute without a name');
  const form = node.attributes.get('form') ?? document.schema.attributes.get('attributeFormDefault');
  const qualified = reference !== undefined || form === 'qualified';
  const name = { namespace: qualified ? declared.document.namespace : '', local };
  const schema = attributeSchema(declared, context);
  const fixed = node.attributes.get('fixed') ?? declared.node.attributes.get('fixed');
  const fallback = node.attributes.get('default') ?? declared.node.attributes.get('default');
  const resolved = simpleSchema(attributeType(declared, context), undefined, node.place);
  return {
    name,
    required: use === 'required',
    prohibited: use === 'prohibited',
    schema: {
      ...schema,
      ...(fixed !== undefined && { const: jsonValue(fixed, resolved) }),
      ...(fallback !== undefined && { default: jsonValue(fallback, resolved) }),
      xml: { ...(name.namespace !== '' && { namespace: name.namespace }), attribute: true },
    },
  };
}

function globalAttribute(located: Located, reference: string, { components }: AttributeContext): Located {
  const name = referenceAt(located.node, reference, located.document);
  if (name.namespace === XML_NAMESPACE)
    throw unsupported(
      located.node.place,
      `the attribute xml:${name.local} is not supported: the writer has no xml: prefix`,
    );
  return components.get('attribute', name, located.node.place);
}

function attributeSchema({ node, document }: Located, context: AttributeContext): AnnotatedSchema {
  const type = node.attributes.get('type');
  if (type !== undefined) return context.simpleReference(referenceAt(node, type, document), node);
  return simpleSchema(attributeType({ node, document }, context), node.attributes.get('name'), node.place);
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
