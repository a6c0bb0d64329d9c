import { describe, expect, it } from 'vitest';
import { completeSsin } from '../../src/domain/ssin.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { catalogue, fixtureOf } from './fixture.ts';

const PAST_31 = [
  completeSsin('010032001'),
  completeSsin('050045123'),
  completeSsin('052032001'),
  completeSsin('054099002'),
];
const IMPOSSIBLE = [completeSsin('051332001'), completeSsin('053301001'), completeSsin('059901001')];

const flows = catalogue.all().filter(({ descriptor }) => (descriptor.subject ?? []).length > 0);

describe('a person whose number has a day past 31', () => {
  it.each(flows.map((flow) => [flow.id, flow] as const))('can be asked about by %s', (_, flow) => {
    const { payload } = fixtureOf(flow.id).request;
    for (const ssin of PAST_31) expect(flow.check(withSubject(flow, payload, ssin))).toEqual([]);
  });

  it.each(flows.map((flow) => [flow.id, flow] as const))('still needs a possible month in %s', (_, flow) => {
    const { payload } = fixtureOf(flow.id).request;
    const subjects = flow.subjectsOf(payload);
    for (const ssin of subjects.length === 0 ? [] : IMPOSSIBLE) {
      const rules = flow.check(withSubject(flow, payload, ssin)).map(({ rule }) => rule);
      expect(new Set(rules)).toEqual(new Set(['ssin-date']));
    }
  });

  it('fits what our document says of requests and of replies', () => {
    for (const flow of catalogue.all()) {
      for (const schema of [flow.payloadSchema, flow.replySchema]) {
        for (const pattern of ssinPatterns(schema)) expect(PAST_31.every((ssin) => pattern.test(ssin))).toBe(true);
      }
    }
  });
});

/** The payload about somebody else: the number of each person it is about, wherever it stands. */
function withSubject(flow: Flow, payload: JsonValue, ssin: string): JsonValue {
  let text = JSON.stringify(payload);
  for (const subject of flow.subjectsOf(payload as never)) text = text.replaceAll(subject, ssin);
  return JSON.parse(text) as JsonValue;
}

function ssinPatterns(schema: unknown): RegExp[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { 'x-identifier': identifier, pattern } = schema as AnnotatedSchema;
  const own = identifier === 'ssin' && pattern !== undefined ? [new RegExp(pattern, 'u')] : [];
  return [...own, ...Object.values(schema).flatMap(ssinPatterns)];
}
