import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import { carveAll, type FilledPart } from './carve.ts';

/**
 * The schema of `payload`: the request without the parts that the gateway fills in, as one self-contained document.
 */
export function payloadSchema(
  request: AnnotatedSchema,
  filled: readonly FilledPart[],
  resolve: ResolveReference,
): AnnotatedSchema {
  const carved = carveAll(followed(request, resolve), filled, resolve);
  return selfContained({ ...carved, ...(request.xml && { xml: request.xml }) }, resolve);
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
