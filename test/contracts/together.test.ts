import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { group, type Particle } from '../../src/contracts/particle.ts';
import { arrange } from '../../src/contracts/together.ts';

const place = { file: 'made.xsd', line: 1 };

/** A content model as it is written in a schema, before anything is simplified. */
type Model =
  | { readonly kind: 'element'; readonly key: string; readonly min: 0 | 1 }
  | { readonly kind: 'sequence' | 'choice'; readonly min: 0 | 1; readonly members: readonly Model[] };

const { model: models } = fc.letrec<{ model: Model; group: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'model' },
    fc.record({
      kind: fc.constant('element' as const),
      key: fc.constant(''),
      min: fc.constantFrom(0 as const, 1 as const),
    }),
    tie('group'),
  ),
  group: fc.record({
    kind: fc.constantFrom('sequence' as const, 'choice' as const),
    min: fc.constantFrom(0 as const, 1 as const),
    members: fc.array(tie('model'), { minLength: 1, maxLength: 3, depthIdentifier: 'model' }),
  }),
}));

/** The same model with elements called a, b, c, … */
function named(model: Model, next: { count: number }): Model {
  if (model.kind !== 'element') return { ...model, members: model.members.map((member) => named(member, next)) };
  next.count += 1;
  return { ...model, key: String.fromCharCode(96 + next.count) };
}

function particleOf(model: Model): Particle | undefined {
  if (model.kind === 'element') {
    const { key, min } = model;
    return { kind: 'element', key, item: { type: 'string' }, optional: min === 0, min, max: 1, place };
  }
  return group(model.kind, model.members.map(particleOf), { min: model.min, max: 1 }, place);
}

/** All sets of elements that a model allows, by trying everything. */
function allowedSets(model: Model): Set<string> {
  if (model.kind === 'element') return new Set(model.min === 0 ? ['', model.key] : [model.key]);
  const inner = model.members.map(allowedSets);
  const sets =
    model.kind === 'choice'
      ? inner.flatMap((set) => [...set])
      : inner.reduce<string[]>((left, right) => left.flatMap((a) => [...right].map((b) => a + b)), ['']);
  return new Set(model.min === 0 ? ['', ...sets] : sets);
}

describe('which elements go together', () => {
  it('is said exactly, for every nesting of sequences, choices and optional groups', () => {
    fc.assert(
      fc.property(models, (made) => {
        const counter = { count: 0 };
        const model = named(made, counter);
        fc.pre(counter.count <= 8);
        const { fields, required, statements } = arrange(particleOf(model));
        const properties = Object.fromEntries(fields.map(({ key, item }) => [key, item]));
        const check = new Ajv2020({ strict: false }).compile({
          type: 'object',
          properties,
          required: [...required],
          additionalProperties: false,
          allOf: statements.length > 0 ? [...statements] : [{}],
        });
        const allowed = allowedSets(model);
        const keys = Array.from({ length: counter.count }, (_, index) => String.fromCharCode(97 + index));
        const wrong: string[][] = [];
        for (let bits = 0; bits < 2 ** counter.count; bits += 1) {
          const present = keys.filter((_, index) => (bits >> index) % 2 === 1);
          const message = Object.fromEntries(present.map((key) => [key, 'x']));
          if (check(message) !== allowed.has(present.join(''))) wrong.push(present);
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 150, seed: 65 },
    );
  });

  it('needs no statement where nothing but required and optional elements stand', () => {
    const element = (key: string, min: 0 | 1): Model => ({ kind: 'element', key, min });
    const flat = particleOf({
      kind: 'sequence',
      min: 1,
      members: [element('a', 1), { kind: 'sequence', min: 0, members: [element('b', 0), element('c', 0)] }],
    });
    expect(arrange(flat)).toMatchObject({ required: ['a'], statements: [] });
  });
});
