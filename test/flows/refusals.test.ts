/**
 * Every flow refuses a payload with a wrong field, without a mandatory one, or with two branches of a choice, and says which. Over the
 * whole catalogue, and every place of the payloads that are made: nothing is written per flow.
 */
import { describe, expect, it } from 'vitest';
import type { FieldProblem } from '../../src/domain/problems/field-problem.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { Dice, PayloadMaker } from '../contracts/payloads.ts';
import { catalogue } from './fixture.ts';

type JsonObject = { [key: string]: JsonValue | undefined };

/** An object of a payload, and what its schema says of it. */
interface Spot {
  readonly pointer: string;
  readonly schema: AnnotatedSchema;
  readonly object: JsonObject;
}

const PAYLOADS = 8;
const flows = catalogue.all().filter(({ kind }) => kind !== 'notification');

/** Payloads of a flow that break no rule but perhaps that of check digits, which a made number rarely has. */
function payloadsOf(flow: Flow): { readonly maker: PayloadMaker; readonly payloads: readonly JsonObject[] } {
  const maker = new PayloadMaker(flow.payloadSchema);
  const payloads = Array.from({ length: 40 }, (_, seed) => maker.make(seed * 17 + 1) as JsonObject);
  const sound = payloads.filter((payload) => flow.check(payload).every(isAboutIdentifier)).slice(0, PAYLOADS);
  expect(sound.length).toBeGreaterThan(0);
  return { maker, payloads: sound };
}

function isAboutIdentifier({ rule }: FieldProblem): boolean {
  return /^(?:ssin|cbe|user)/.test(rule);
}

/** Every object in a payload, the payload itself first. */
function spotsIn(maker: PayloadMaker, schema: AnnotatedSchema, value: JsonValue | undefined, pointer = ''): Spot[] {
  const target = maker.follow(schema);
  if (Array.isArray(value))
    return value.flatMap((item, index) => spotsIn(maker, target.items ?? {}, item, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(target.properties ?? {}).flatMap(([key, property]) =>
    property === false ? [] : spotsIn(maker, property, value[key], `${pointer}/${key}`),
  );
  return [{ pointer, schema: target, object: value }, ...inner];
}

/** What a flow says when an object of its payload is changed, and put back. */
function toldOf(flow: Flow, payload: JsonObject, { object }: Spot, change: (object: JsonObject) => void): string[] {
  const before = { ...object };
  change(object);
  const told = flow.check(payload).map(({ pointer, rule }) => `${pointer} ${rule}`);
  for (const key of Object.keys(object)) Reflect.deleteProperty(object, key);
  Object.assign(object, before);
  return told;
}

function everySpot(flow: Flow): { maker: PayloadMaker; spots: (Spot & { readonly payload: JsonObject })[] } {
  const { maker, payloads } = payloadsOf(flow);
  const spots = payloads.flatMap((payload) =>
    spotsIn(maker, flow.payloadSchema, payload).map((spot) => ({ ...spot, payload })),
  );
  return { maker, spots };
}

/** Two branches of a choice that exclude each other. */
function excludingPairs({ oneOf, anyOf, allOf = [] }: AnnotatedSchema): [AnnotatedSchema, AnnotatedSchema][] {
  const statements = [...allOf, ...(oneOf ? [{ oneOf }] : []), ...(anyOf ? [{ anyOf }] : [])];
  return statements.flatMap((statement) => {
    const branches = statement.oneOf ?? statement.anyOf ?? [];
    return branches.flatMap((one) =>
      branches
        .filter((other) => (other.required ?? []).some((name) => one.properties?.[name] === false))
        .filter(() => (one.required ?? []).length > 0)
        .map((other): [AnnotatedSchema, AnnotatedSchema] => [one, other]),
    );
  });
}

let [mandatory, choices] = [0, 0];

describe.each(flows.map((flow) => [flow.id, flow] as const))('%s', (_id, flow) => {
  it('refuses a field that nobody knows, wherever it stands, and names it', () => {
    const { spots } = everySpot(flow);
    for (const spot of spots) {
      const told = toldOf(flow, spot.payload, spot, (object) => (object.nobodyKnows = 'x'));
      expect(told).toContain(`${spot.pointer}/nobodyKnows unknown-field`);
    }
  });

  it('refuses a payload without a mandatory field, and names it', () => {
    const { spots } = everySpot(flow);
    for (const spot of spots) {
      for (const name of spot.schema.required ?? []) {
        mandatory += 1;
        const told = toldOf(flow, spot.payload, spot, (object) => Reflect.deleteProperty(object, name));
        expect(told).toContain(`${spot.pointer}/${name} required`);
      }
    }
  });

  it('refuses a value of another type, and names it', () => {
    const { spots } = everySpot(flow);
    for (const spot of spots) {
      for (const name of Object.keys(spot.object)) {
        const told = toldOf(flow, spot.payload, spot, (object) => (object[name] = null));
        expect(told).toContain(`${spot.pointer}/${name} type`);
      }
    }
  });

  it('refuses two branches of a choice, and names the choice', () => {
    const { maker, spots } = everySpot(flow);
    for (const spot of spots) {
      for (const [one, other] of excludingPairs(spot.schema)) {
        choices += 1;
        const told = toldOf(flow, spot.payload, spot, (object) => {
          for (const name of [...(one.required ?? []), ...(other.required ?? [])]) {
            const property = spot.schema.properties?.[name];
            if (property !== undefined && property !== false) object[name] ??= maker.value(property, new Dice(1), 3);
          }
        });
        expect(told.some((line) => [`${spot.pointer} choice`, `${spot.pointer} together`].includes(line))).toBe(true);
      }
    }
  });
});

it('has been tried on thousands of places', () => {
  expect(mandatory).toBeGreaterThan(1000);
  expect(choices).toBeGreaterThan(50);
});
