import type { Localised } from '../domain/language.ts';
import { type AnnotatedSchema, followed, type ResolveReference } from '../flows/annotated-schema.ts';
import type { Echo } from '../flows/echo.ts';
import type { PersonPlace } from '../flows/persons/person-place.ts';
import { firstPersons } from './first-persons.ts';
import type { FlowRoots } from './flow-files.ts';
import { wordsOf } from './flow-names.ts';

/** What can be said about a flow without knowing it. A person completes it. */
export interface FirstDescriptor {
  readonly titles: Localised;
  readonly status: 'imported';
  readonly kind: 'consultation' | 'declaration';
  readonly subject?: readonly PersonPlace[];
  readonly found?: readonly PersonPlace[];
  readonly echo?: readonly Echo[];
  readonly echoNone?: string;
  readonly legalContext?: { readonly allowed: readonly string[] };
  readonly fill?: Readonly<Record<string, string>>;
  readonly qualityCodes?: readonly number[];
}

/** Operations with other verbs may have an effect, and are therefore never sent twice by themselves. */
const READING_VERBS = /^(?:consult|get|find|retrieve|search|list|query|evaluate|identify|check|test)(?![a-z])/;

/** The codes of an ordinary file of a centre: enquiry to other guidance. */
const ORDINARY_QUALITY_CODES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Deeper pointers would not be about the person asked for, and a recursive type must end somewhere. */
const DEPTH_MAX = 8;

/**
 * A first descriptor, cautious: what does not look like a question is a declaration; what looks like a person is the subject.
 */
export function firstDescriptor(
  { plan, roots }: FlowRoots,
  types: Readonly<Record<string, AnnotatedSchema>>,
): FirstDescriptor {
  const look = new Look(types);
  const request = roots.request ?? {};
  const { service, operation } = plan.facts;
  const title = service === operation ? wordsOf(service) : `${wordsOf(service)}: ${wordsOf(operation).toLowerCase()}`;
  const kind = READING_VERBS.test(operation.charAt(0).toLowerCase() + operation.slice(1))
    ? 'consultation'
    : 'declaration';
  const fill = fillOf(request, look);
  const ssins = look.ssinPointers(request).filter((pointer) => !(pointer in fill));
  const messages = { request, reply: roots.reply ?? {} };
  const { subject, found } = firstPersons(messages, ssins, Object.keys(fill), look.resolve);
  const contexts = look.property(request, 'legalContext')?.enum?.filter((value) => typeof value === 'string');
  return {
    titles: { fr: title, nl: title, en: title, de: title },
    status: 'imported',
    kind,
    ...(subject.length > 0 && { subject }),
    ...(found.length > 0 && { found }),
    ...firstEcho(ssins, look.ssinPointers(messages.reply), found.length > 0),
    ...(contexts !== undefined && { legalContext: { allowed: contexts } }),
    ...(Object.keys(fill).length > 0 && { fill }),
    ...(kind === 'consultation' && subject.length > 0 && { qualityCodes: ORDINARY_QUALITY_CODES }),
  };
}

/** A number that the reply repeats must be the same there; where it only names persons, who was asked about must be one of them. */
function firstEcho(
  asked: readonly string[],
  answered: readonly string[],
  showsPersons: boolean,
): Pick<FirstDescriptor, 'echo' | 'echoNone'> {
  const repeated = asked.filter((pointer) => !pointer.includes('*') && answered.includes(pointer));
  if (repeated.length > 0) return { echo: repeated.map((pointer) => ({ request: pointer, reply: pointer })) };
  if (asked.length > 0 && answered.length > 0) return { echo: [{ request: asked, among: answered }] };
  return showsPersons ? { echoNone: 'The request and the reply share no number of a person.' } : {};
}

/** The parts of CommonV3 that the gateway knows how to fill in. */
function fillOf(request: AnnotatedSchema, look: Look): Record<string, string> {
  const customer = look.property(request, 'informationCustomer');
  const identification = customer === undefined ? undefined : look.property(customer, 'customerIdentification');
  const known = identification !== undefined && look.property(identification, 'cbeNumber') !== undefined;
  return {
    ...(known && { '/informationCustomer': 'customer' }),
    ...(look.property(request, 'informationCBSS') !== undefined && { '/informationCBSS': 'omit' }),
    ...(look.property(request, 'legalContext')?.type === 'string' && { '/legalContext': 'legal-context' }),
  };
}

/** Looks into schemas whose references point into one set of types. */
class Look {
  private readonly types: Readonly<Record<string, AnnotatedSchema>>;

  constructor(types: Readonly<Record<string, AnnotatedSchema>>) {
    this.types = types;
  }

  property(schema: AnnotatedSchema, key: string): AnnotatedSchema | undefined {
    const property = this.follow(schema).properties?.[key];
    return property === undefined || property === false ? undefined : this.follow(property);
  }

  /** JSON Pointers of all values that are SSINs; `*` for every item of an array. */
  ssinPointers(schema: AnnotatedSchema, at = '', depth = 0): string[] {
    if (depth > DEPTH_MAX) return [];
    const target = this.follow(schema);
    if (target['x-identifier'] === 'ssin') return [at];
    if (target.type === 'array') return this.ssinPointers(target.items ?? {}, `${at}/*`, depth + 1);
    return Object.entries(target.properties ?? {}).flatMap(([key, property]) =>
      property === false ? [] : this.ssinPointers(property, `${at}/${key}`, depth + 1),
    );
  }

  readonly resolve: ResolveReference = (reference) => this.types[reference.slice('#/$defs/'.length)] ?? {};

  private follow(schema: AnnotatedSchema): AnnotatedSchema {
    return followed(schema, this.resolve);
  }
}
