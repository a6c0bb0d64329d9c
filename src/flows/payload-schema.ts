import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import { stepsOf } from './pointer.ts';

/** A part of the request that the gateway can write, and what is left of it to the caller. */
export interface FilledPart {
  readonly pointer: string;
  /**
   * - `always`: the gateway writes it;
   * - `sometimes`: the gateway writes it, or nobody does;
   * - `when-absent`: the caller may write it, and the gateway does when he does not.
   */
  readonly how: 'always' | 'sometimes' | 'when-absent';
}

/**
 * The schema of `payload`: the request without the parts that the gateway fills in, as one self-contained document.
 */
export function payloadSchema(
  request: AnnotatedSchema,
  filled: readonly FilledPart[],
  resolve: ResolveReference,
): AnnotatedSchema {
  let carved = followed(request, resolve);
  for (const { pointer, how } of filled) carved = carve(carved, stepsOf(pointer), how, resolve);
  return selfContained({ ...carved, ...(request.xml && { xml: request.xml }) }, resolve);
}

/**
 * The schema without the property at these steps, or with one that need not be given. A container that only held filled parts goes
 * with them; one in which nothing else has to be given need not be given.
 */
function carve(
  schema: AnnotatedSchema,
  steps: readonly string[],
  how: FilledPart['how'],
  resolve: ResolveReference,
): AnnotatedSchema {
  const [step, ...deeper] = steps;
  const property = step === undefined ? undefined : schema.properties?.[step];
  if (step === undefined || property === undefined || property === false) return schema;
  if (deeper.length > 0) {
    const inner = carve(followed(property, resolve), deeper, how, resolve);
    if (Object.keys(inner.properties ?? {}).length > 0) {
      const xml = property.xml;
      const kept = { ...schema, properties: { ...schema.properties, [step]: { ...inner, ...(xml && { xml }) } } };
      return how !== 'sometimes' && (inner.required ?? []).length === 0 ? notRequired(kept, step) : kept;
    }
  }
  if (how === 'when-absent' && deeper.length === 0) return notRequired(schema, step);
  const { [step]: _removed, ...properties } = schema.properties ?? {};
  return notRequired({ ...schema, properties }, step);
}

function notRequired(schema: AnnotatedSchema, name: string): AnnotatedSchema {
  const required = schema.required?.filter((one) => one !== name);
  return { ...schema, ...(required && { required }) };
}

/** A copy in which every reference points into its own `$defs`. */
export function selfContained(schema: AnnotatedSchema, resolve: ResolveReference): AnnotatedSchema {
  const defs = new Map<string, AnnotatedSchema>();
  const names = new Map<AnnotatedSchema, string>();

  const nameOf = (reference: string): string => {
    const target = resolve(reference);
    let name = names.get(target);
    if (name === undefined) {
      const wanted = reference.slice(reference.lastIndexOf('/') + 1);
      for (let n = 1; (name ??= wanted) && defs.has(name); n += 1) name = `${wanted}${n + 1}`;
      names.set(target, name);
      defs.set(name, {});
      defs.set(name, copy(target) as AnnotatedSchema);
    }
    return name;
  };
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string' ? [key, `#/$defs/${nameOf(inner)}`] : [key, copy(inner)],
      ),
    );
  };

  const root = copy(schema) as AnnotatedSchema;
  return defs.size === 0 ? root : { ...root, $defs: Object.fromEntries(defs) };
}
