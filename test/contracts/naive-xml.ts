import { type AnnotatedSchema, followed } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';

/**
 * Writes a payload as XML in the plainest way, sharing nothing with the writer of the program: each element declares its own
 * default namespace. What the schema does not know is written too, as an element in no namespace, so that an XSD can refuse it.
 */
export function naiveXml(root: AnnotatedSchema, value: JsonValue): string {
  const defs = root.$defs ?? {};
  const follow = (schema: AnnotatedSchema): AnnotatedSchema =>
    followed(schema, (reference) => defs[reference.slice('#/$defs/'.length)] ?? {});

  const element = (name: string, namespace: string, schema: AnnotatedSchema, content: JsonValue): string => {
    if (content === null) return `<${name} xmlns="${escaped(namespace)}" xmlns:xsi="${XSI}" xsi:nil="true"/>`;
    const { attributes, inner } = parts(follow(schema), content);
    return `<${name} xmlns="${escaped(namespace)}"${attributes}>${inner}</${name}>`;
  };

  const parts = (schema: AnnotatedSchema, content: JsonValue): { attributes: string; inner: string } => {
    if (schema.type !== 'object' || typeof content !== 'object' || content === null || Array.isArray(content))
      return { attributes: '', inner: escaped(textOf(content)) };
    let attributes = '';
    let inner = '';
    const known = schema.properties ?? {};
    const order = [...Object.keys(known), ...Object.keys(content).filter((key) => !(key in known))];
    for (const key of order) {
      const given = content[key];
      if (given === undefined) continue;
      const property = known[key] === false ? {} : (known[key] ?? {});
      const isRepeated = property.type === 'array' && property['x-list'] !== true;
      const one = isRepeated ? (property.items ?? {}) : property;
      const { name = key, namespace, attribute, nodeType } = property.xml ?? one.xml ?? {};
      const values = isRepeated && Array.isArray(given) ? given : [given];
      if (attribute === true && nodeType === 'none') attributes += values.map(anyAttribute).join('');
      else if (attribute === true) attributes += attributeXml(name, namespace, textOf(given));
      else if (nodeType === 'text') inner += escaped(textOf(given));
      else if (nodeType === 'none')
        inner += values
          .map((item) => (typeof item === 'string' ? asGiven(item) : parts(follow(one), item).inner))
          .join('');
      else inner += values.map((item) => element(name, namespace ?? '', one, item)).join('');
    }
    return { attributes, inner };
  };

  return element(root.xml?.name ?? '', root.xml?.namespace ?? '', root, value);
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** XML given as text stands in no default namespace. */
function asGiven(xml: string): string {
  return xml.replace(/^<(\w+)>/, '<$1 xmlns="">');
}

function anyAttribute(given: JsonValue): string {
  const { namespace, name, value } = given as { namespace?: string; name: string; value: string };
  return attributeXml(name, namespace, value);
}

function textOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function attributeXml(name: string, namespace: string | undefined, text: string): string {
  const value = `="${escaped(text)}"`;
  if (namespace === undefined) return ` ${name}${value}`;
  if (namespace === 'http://www.w3.org/XML/1998/namespace') return ` xml:${name}${value}`;
  return ` xmlns:p-${name}="${escaped(namespace)}" p-${name}:${name}${value}`;
}

function escaped(text: string): string {
  return text.replace(/[<>&"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
