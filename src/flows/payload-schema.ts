import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import { stepsOf } from './pointer.ts';

/**
 * The schema of `payload`: the request without the parts that the gateway fills in, as one self-contained document.
 */
export function payloadSchema(
  request: AnnotatedSchema,
  filled: readonly string[],
  resolve: ResolveReference,
): AnnotatedSchema {
  let carved = followed(request, resolve);
  for (const pointer of filled) carved = carve(carved, stepsOf(pointer), resolve);
  return selfContained({ ...carved, ...(request.xml && { xml: request.xml }) }, resolve);
}

/** The schema without the property at these steps; a container that only held filled parts goes with them. */
function carve(schema: AnnotatedSchema, steps: readonly string[], resolve: ResolveReference): AnnotatedSchema {
  const [step, ...deeper] = steps;
  const property = step === undefined ? undefined : schema.properties?.[step];
  if (step === undefined || property === undefined || property === false) return schema;
  if (deeper.length > 0) {
    const inner = carve(followed(property, resolve), deeper, resolve);
    if (Object.keys(inner.properties ?? {}).length > 0) {
      const xml = property.xml;
      return { ...schema, properties: { ...schema.properties, [step]: { ...inner, ...(xml && { xml }) } } };
    }
  }
  const { [step]: _removed, ...properties } = schema.properties ?? {};
  const required = schema.required?.filter((name) => name !== step);
  return { ...schema, properties, ...(required && { required }) };
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
