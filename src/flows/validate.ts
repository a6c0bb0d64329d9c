import type { ErrorObject, FuncKeywordDefinition } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cbeOrUnitNumberDefect } from '../domain/cbe-number.ts';
import { closestName } from '../domain/closest-name.ts';
import { composed } from '../domain/composed-text.ts';
import { LIMITS } from '../domain/constants.ts';
import { type FieldProblem, pointerOf } from '../domain/problems/field-problem.ts';
import { legible, type Said, saysSomething } from '../domain/says-something.ts';
import { ssinDefect, userSsinDefect } from '../domain/ssin.ts';
import { isXmlText } from '../xml/characters.ts';
import { type AnnotatedSchema, besideNil, type TextFacets, type XmlAnnotation } from './annotated-schema.ts';
import { explainTogether, isTogetherError } from './explain-together.ts';
import { unwritable } from './given-xml.ts';
import { facetDefect, lexicalFormat, XSD_FORMATS } from './xsd-values.ts';

/** Checks a payload; an empty list means it may be sent. */
export type PayloadCheck = (payload: unknown) => readonly FieldProblem[];

/** How many problems one answer names. */
const PROBLEMS_MAX = 20;

/** Options of {@link compileCheck}. */
export interface CheckOptions {
  /** Check digits of identifiers, which no XSD knows. Off when comparing with an XSD. */
  readonly identifiers?: boolean;
}

/**
 * Compiles a payload schema into a check. Strict on purpose: no coercion, nothing removed, nothing defaulted; a number where the
 * contract has text is refused, since the leading zero of an SSIN would already be lost.
 *
 * Texts are judged as they will be sent, which is composed (NFC): a name of thirty letters may be typed with sixty characters.
 *
 * Problems name a field and a rule, never a value.
 */
export function compileCheck(schema: AnnotatedSchema, options: CheckOptions = {}): PayloadCheck {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    allErrors: true,
    verbose: true,
    ownProperties: true,
  });
  ajv.addVocabulary(['x-collapse', 'x-list', 'x-namespaces', 'x-root', 'x-bcss', 'x-type']);
  for (const format of XSD_FORMATS) ajv.addFormat(format, { type: 'string', validate: lexicalFormat(format) });
  ajv.addKeyword(identifierKeyword(options.identifiers ?? true));
  ajv.addKeyword(saysKeyword);
  ajv.addKeyword(facetKeyword);
  ajv.addKeyword(xmlKeyword);
  const validate = ajv.compile(schema);
  return (given) => {
    const problems: FieldProblem[] = [];
    collectUnwritable(given, [], problems);
    if (problems.length > 0) return problems;
    const payload = composed(given);
    if (validate(payload)) return [];
    return toProblems(validate.errors ?? [], payload).slice(0, PROBLEMS_MAX);
  };
}

/**
 * What could not be written whatever the schema says: characters that no XML 1.0 document can carry, numbers that JSON did not keep
 * exact, and nesting without an end. Looked for first, so that everything after it may recurse.
 */
function collectUnwritable(value: unknown, path: readonly (string | number)[], problems: FieldProblem[]): void {
  if (problems.length === PROBLEMS_MAX) return;
  const report = (rule: FieldProblem['rule'], expected?: string): unknown =>
    problems.push({ pointer: pointerOf(path), rule, ...(expected !== undefined && { expected }) });
  if (typeof value === 'string' && !isXmlText(value)) report('characters');
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) report('inexact-number');
  if (typeof value !== 'object' || value === null) return;
  if (path.length === LIMITS.jsonDepthMax) {
    report('depth', String(LIMITS.jsonDepthMax));
    return;
  }
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of entries) collectUnwritable(inner, [...path, key], problems);
}

/** `x-identifier`: the check digits of an SSIN or a CBE number. */
function identifierKeyword(active: boolean): FuncKeywordDefinition {
  const defectOf = { ssin: ssinDefect, 'cbe-number': cbeOrUnitNumberDefect, 'user-ssin': userSsinDefect };
  return textKeyword('x-identifier', (kind: keyof typeof defectOf) => (text) => {
    const rule = active ? defectOf[kind](text) : undefined;
    return rule === undefined ? undefined : { rule };
  });
}

/** `x-says`: a reason is one, and so is a reference; what cannot be seen does not make it longer. */
const saysKeyword = textKeyword('x-says', (as: Said, { minLength = 0 }) => (text) => {
  // What is not there at all is short, and its length says so.
  if (text === '' && minLength > 0) return undefined;
  if (!saysSomething(text, as)) return { rule: 'says-nothing' };
  return legible(text).length < minLength ? { rule: 'min-length', expected: String(minLength) } : undefined;
});

/** `x-facets`: XSD facets on values that JSON carries as text. */
const facetKeyword = textKeyword(
  'x-facets',
  (facets: TextFacets, { format }) =>
    (text) =>
      facetDefect(text, facets, format),
);

type TextDefect = Pick<FieldProblem, 'rule' | 'expected'>;

/** A keyword on texts whose check says itself which rule was broken. */
function textKeyword(
  keyword: string,
  compile: (value: never, parent: AnnotatedSchema) => (text: string) => TextDefect | undefined,
): FuncKeywordDefinition {
  return {
    keyword,
    type: 'string',
    errors: true,
    compile: (value: unknown, parent) => {
      const defectOf = compile(value as never, parent as AnnotatedSchema);
      const check: { (text: string): boolean; errors?: Partial<ErrorObject>[] } = (text) => {
        const defect = defectOf(text);
        check.errors = defect === undefined ? [] : [{ keyword, params: defect }];
        return defect === undefined;
      };
      return check;
    },
  };
}

/** `xml` says how a value is written. What is XML already must be such that it can be sent, and of a namespace that may stand there. */
const xmlKeyword: FuncKeywordDefinition = {
  keyword: 'xml',
  errors: true,
  compile: (annotation: XmlAnnotation, parent) => {
    const { 'x-namespaces': namespaces } = parent as AnnotatedSchema;
    const check: { (items: unknown): boolean; errors?: Partial<ErrorObject>[] } = (items) => {
      check.errors = unwritable(items, annotation, namespaces).map((params) => ({ keyword: 'xml', params }));
      return check.errors.length === 0;
    };
    return check;
  },
};

/**
 * ajv's errors in our words. A failed choice drags the errors of its branches along: the choice itself is explained instead.
 * An identifier whose digits are wrong usually fails its pattern too, and a text that says nothing is short: the more telling of the two stays.
 */
function toProblems(errors: readonly ErrorObject[], payload: unknown): FieldProblem[] {
  // As many statements as the schema has, however many items of the payload break them.
  const statements = new Set(errors.filter(isStatement).map((error) => error.schemaPath));
  const isConsequence = (error: ErrorObject): boolean =>
    [...statements].some((statement) => error.schemaPath.startsWith(`${statement}/`));
  const problems = errors
    .filter((error) => !isConsequence(error) && !isAboutNil(error))
    .map((error) => {
      if (isUnion(error)) return { pointer: error.instancePath, rule: 'format' as const, expected: UNION };
      return isTogetherError(error) ? explainTogether(error, payload) : toProblem(error);
    });
  const telling = new Set(problems.filter(({ rule }) => /^(ssin|cbe|says)/.test(rule)).map(({ pointer }) => pointer));
  const kept = problems.filter(
    ({ pointer, rule }) => !telling.has(pointer) || (rule !== 'pattern' && rule !== 'min-length'),
  );
  const seen = new Set<string>();
  return kept.filter(({ pointer, rule, expected }) => {
    const key = `${pointer} ${rule} ${expected ?? ''}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

const UNION = 'one of several forms (xs:union)';

/** What is said by another error: what is wrong with a value that is not null matters, and not that it is not null. */
function isAboutNil({ keyword, schema, schemaPath, parentSchema }: ErrorObject): boolean {
  if (keyword === 'type') return schema === 'null' && schemaPath.endsWith('/anyOf/1/type');
  return keyword === 'anyOf' && besideNil(parentSchema as AnnotatedSchema) !== undefined;
}

/** A choice between properties, or between the forms of a text: its branches' errors are left out, and it is explained itself. */
function isStatement(error: ErrorObject): boolean {
  return isTogetherError(error) && !isAboutNil(error);
}

function isUnion({ keyword, data }: ErrorObject): boolean {
  return keyword === 'anyOf' && typeof data === 'string';
}

const RULE_OF_KEYWORD: Readonly<Record<string, FieldProblem['rule']>> = {
  type: 'type',
  enum: 'enum',
  const: 'const',
  pattern: 'pattern',
  format: 'format',
  minLength: 'min-length',
  maxLength: 'max-length',
  minItems: 'min-items',
  maxItems: 'max-items',
  minProperties: 'required',
  minimum: 'minimum',
  maximum: 'maximum',
};

/** Names that the place has and that were not given: one of them may be what was meant. */
function unknownField({ instancePath, parentSchema, data }: ErrorObject, name: string): FieldProblem {
  const { properties = {} } = (parentSchema ?? {}) as AnnotatedSchema;
  const given = data as object;
  const left = Object.keys(properties).filter((one) => properties[one] !== false && !Object.hasOwn(given, one));
  return { pointer: `${instancePath}${pointerOf([name])}`, rule: 'unknown-field', ...meantBy(name, left) };
}

function meantBy(given: unknown, names: unknown): Pick<FieldProblem, 'meant'> {
  if (typeof given !== 'string' || !Array.isArray(names)) return {};
  const meant = closestName(
    given,
    names.filter((name) => typeof name === 'string'),
  );
  return meant === undefined ? {} : { meant };
}

function toProblem(error: ErrorObject): FieldProblem {
  const { keyword, instancePath: pointer, schema } = error;
  const params = error.params as Record<string, unknown>;
  switch (keyword) {
    case 'required':
      return { pointer: `${pointer}${pointerOf([String(params.missingProperty)])}`, rule: 'required' };
    case 'additionalProperties':
      return unknownField(error, String(params.additionalProperty));
    case 'x-identifier':
    case 'x-says':
    case 'x-facets':
      return { pointer, ...(params as unknown as TextDefect) };
    case 'xml':
      return { pointer: `${pointer}${String(params.at)}`, rule: 'format', expected: String(params.expected) };
    case 'enum':
      return { pointer, rule: 'enum', expected: (schema as unknown[]).join(' | '), ...meantBy(error.data, schema) };
    default:
      return {
        pointer,
        rule: RULE_OF_KEYWORD[keyword] ?? 'format',
        expected: Array.isArray(schema) ? schema.join(' | ') : String(schema),
      };
  }
}
