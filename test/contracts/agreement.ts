import type { FieldProblem } from '../../src/domain/problems/field-problem.ts';
import { type AnnotatedSchema, followed } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valuesAt } from '../../src/flows/pointer.ts';
import { Mutator } from './mutations.ts';
import { naiveXml } from './naive-xml.ts';
import { PayloadMaker } from './payloads.ts';
import type { XsdVerdict } from './xsd.ts';

/** The two who must agree about every message: our validator, on the JSON, and an XSD validator, on the same message as XML. */
export interface Judges {
  readonly json: (payload: unknown) => readonly FieldProblem[];
  readonly xsd: XsdVerdict;
}

/** A message about which the judges differ. */
export interface Disagreement {
  readonly mutation: string;
  readonly value: JsonValue;
  /** What our validator says; nothing when it is the one that accepts. */
  readonly problems: readonly FieldProblem[];
  readonly complaint: string | undefined;
}

/** The outcome of a comparison. */
export interface Comparison {
  readonly checked: number;
  /** Messages that both refuse: a comparison without any would prove nothing. */
  readonly refused: number;
  readonly explained: number;
  readonly unexplained: readonly Disagreement[];
}

/** How much to compare. */
export interface Amount {
  readonly payloads: number;
  readonly mutantsEach: number;
}

/** Compares the verdicts on made payloads and on payloads with one thing changed. */
export function compare(schema: AnnotatedSchema, judges: Judges, { payloads, mutantsEach }: Amount): Comparison {
  const maker = new PayloadMaker(schema);
  const mutator = new Mutator(schema);
  const unexplained: Disagreement[] = [];
  let [checked, refused, explained] = [0, 0, 0];
  const judge = (mutation: string, value: JsonValue): void => {
    checked += 1;
    const problems = judges.json(value);
    const complaint = judges.xsd(naiveXml(schema, value));
    if ((problems.length === 0) === (complaint === undefined)) refused += problems.length === 0 ? 0 : 1;
    else if (isExplained(schema, value, problems)) explained += 1;
    else unexplained.push({ mutation, value, problems, complaint });
  };
  for (let seed = 1; seed <= payloads; seed += 1) {
    const payload = maker.make(seed * 7919);
    judge('none', payload);
    for (let round = 0; round < mutantsEach; round += 1) {
      const mutant = mutator.mutate(payload, seed * 31 + round);
      if (mutant !== undefined) judge(mutant.kind, mutant.value);
    }
  }
  return { checked, refused, explained, unexplained };
}

/**
 * Where we accept less than the XSD, on purpose or because the XSD validator errs. There is no reason to accept more: a payload
 * without problems is never explained away.
 *
 * - narrowed digits: `\d` is 0 to 9 for us, any digit of Unicode for XML Schema;
 * - text left out: beside attributes the text is a required property; in XML a missing text is an empty one;
 * - value for nothing: an empty element with a default or fixed value has that value in XML; in JSON one leaves the property out;
 * - far years: bounds of dates are compared as text, so that a year of five digits counts as an early one;
 * - counted alternatives: libxml2 accepts a 12th digit in `SsinType`, whose pattern has counters in alternatives;
 * - turns: how the elements of a repeated group are divided into turns does not show in XML;
 * - lists: an empty item is no item in XML;
 * - base64: libxml2 passes over what is no letter of base64.
 */
function isExplained(schema: AnnotatedSchema, value: JsonValue, problems: readonly FieldProblem[]): boolean {
  return (
    problems.length > 0 &&
    problems.every(({ pointer, rule }) => {
      const text = valuesAt(value, pointer)[0];
      if ((rule === 'choice' || rule === 'required') && isInTurn(schema, pointer)) return true;
      if (rule === 'pattern' && typeof text === 'string' && /(?![0-9])\p{Nd}/u.test(text)) return true;
      if (rule === 'required') return /^(?:text|none)$/.test(schemaAt(schema, pointer)?.xml?.nodeType ?? '');
      const at = schemaAt(schema, pointer);
      if (text === '' && schemaAt(schema, pointer.replace(/\/[^/]*$/, ''))?.['x-list'] === true) return true;
      if (text === '') return at?.default !== undefined || at?.const !== undefined;
      if (typeof text !== 'string' || at === undefined) return false;
      if (rule === 'minimum') return /^[0-9]{5,}-/.test(text);
      const { format, 'x-identifier': identifier } = target(schema, at);
      if (format === 'xsd-base64Binary') return /[^A-Za-z0-9+/= ]/.test(text);
      return rule === 'pattern' && identifier === 'ssin' && /^[0-9]{12}$/.test(text);
    })
  );
}

/** True for a turn of a repeated group, or what a turn lacks. */
function isInTurn(schema: AnnotatedSchema, pointer: string): boolean {
  const steps = pointer.split('/');
  return [steps, steps.slice(0, -1)].some((path) => {
    const list = schemaAt(schema, path.slice(0, -1).join('/'));
    return /^\d+$/.test(path.at(-1) ?? '') && list?.xml?.nodeType === 'none' && list.items?.type === 'object';
  });
}

function target(root: AnnotatedSchema, schema: AnnotatedSchema): AnnotatedSchema {
  return followed(schema, (reference) => root.$defs?.[reference.slice('#/$defs/'.length)] ?? {});
}

/** The schema of a place, as it stands where it is used. */
function schemaAt(root: AnnotatedSchema, pointer: string): AnnotatedSchema | undefined {
  let at: AnnotatedSchema | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const inside: AnnotatedSchema = target(root, at);
    const next: AnnotatedSchema | false | undefined =
      inside.type === 'array' ? inside.items : inside.properties?.[step];
    if (next === undefined || next === false) return undefined;
    at = next;
  }
  return at;
}

/** A root that is only a reference, as the object that it refers to. */
export function asObject(root: AnnotatedSchema): AnnotatedSchema {
  return { ...target(root, root), ...(root.xml && { xml: root.xml }), ...(root.$defs && { $defs: root.$defs }) };
}

/** Disagreements in a few words each, for a failing test. */
export function report(disagreements: readonly Disagreement[]): string[] {
  return disagreements.slice(0, 5).map(({ mutation, value, problems, complaint }) => {
    const ours = problems.map(({ pointer, rule }) => `${pointer} ${rule}`).join(', ') || 'accepts';
    return `${mutation}: we ${ours}; XSD ${complaint?.trim() ?? 'accepts'}; ${JSON.stringify(value).slice(0, 400)}`;
  });
}
