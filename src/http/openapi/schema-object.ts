import { fieldProblemText } from '../../domain/problems/field-problem.ts';
import type { AnnotatedSchema, XmlAnnotation } from '../../flows/annotated-schema.ts';
import { explainTogether } from '../../flows/explain-together.ts';

/** A Schema Object of OpenAPI 3.1. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** Where a reference of a flow's schema leads in the document. */
export type Rename = (reference: string) => string;

/** A reference to a component. */
export function schemaRef(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * A schema as generators of clients like it: our own keywords go, `xml` stays. Which properties go together becomes a sentence: an anonymous
 * `oneOf` makes a generator invent a type per branch, while the gateway checks the rule and explains it in any case.
 */
export function toSchemaObject(schema: AnnotatedSchema, rename: Rename = (reference) => reference): SchemaObject {
  const { $ref, properties, items, xml, description, pattern, ...rest } = schema;
  const sentences = [description, ...togetherSentences(schema)].filter((text) => text !== undefined);
  const shape = xml === undefined ? undefined : xmlObject(xml);
  return {
    ...($ref !== undefined && schemaRef(rename($ref))),
    ...Object.fromEntries(Object.entries(rest).filter(([keyword]) => isCommon(keyword))),
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
    ...patternOf(schema, pattern),
    ...(properties !== undefined && { properties: propertiesOf(properties, rename) }),
    ...(items !== undefined && { items: toSchemaObject(items, rename) }),
    ...(shape !== undefined && { xml: shape }),
  };
}

/** Keywords that only restrict what goes together, or mean something to this gateway alone. */
function isCommon(keyword: string): boolean {
  return !keyword.startsWith('x-') && !['oneOf', 'anyOf', 'allOf', '$defs'].includes(keyword);
}

function propertiesOf(properties: NonNullable<AnnotatedSchema['properties']>, rename: Rename): SchemaObject {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, inner]) =>
      inner === false ? [] : [[name, toSchemaObject(inner, rename)]],
    ),
  );
}

/** An identifier is eleven or ten digits, also where only `x-identifier` says so. */
function patternOf(schema: AnnotatedSchema, pattern: string | undefined): { pattern?: string } {
  if (pattern !== undefined) return { pattern };
  switch (schema['x-identifier']) {
    case 'ssin':
    case 'user-ssin':
      return { pattern: '^[0-9]{11}$' };
    case 'cbe-number':
      return { pattern: '^[01][0-9]{9}$' };
    default:
      return {};
  }
}

/** The XML Object of OpenAPI 3.1, which has no `nodeType` yet. */
function xmlObject({ name, namespace, prefix, attribute }: XmlAnnotation): XmlAnnotation | undefined {
  const shape = {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && namespace !== '' && { namespace }),
    ...(prefix !== undefined && { prefix }),
    ...(attribute !== undefined && { attribute }),
  };
  return Object.keys(shape).length === 0 ? undefined : shape;
}

/** The rules about which properties go together, in words; none about parts that the gateway fills in and that nobody can give. */
function togetherSentences({ oneOf, anyOf, allOf, properties = {} }: AnnotatedSchema): string[] {
  const statements = [oneOf, anyOf, ...(allOf ?? []).flatMap((part) => [part.oneOf, part.anyOf])];
  return statements
    .filter((branches) =>
      branches?.some(({ required = [] }) => required.some((name) => Object.hasOwn(properties, name))),
    )
    .map((branches) => sentenceOf(branches ?? []))
    .filter((sentence) => sentence !== '');
}

function sentenceOf(branches: readonly AnnotatedSchema[]): string {
  const error = { schema: branches, instancePath: '', data: {} } as unknown as Parameters<typeof explainTogether>[0];
  const problem = explainTogether(error, {});
  if (problem.expected === undefined || problem.expected === '') return '';
  const { en } = fieldProblemText(problem);
  return `${en.charAt(0).toUpperCase()}${en.slice(1)}.`;
}
