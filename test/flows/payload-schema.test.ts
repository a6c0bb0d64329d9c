import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import type { FilledPart } from '../../src/flows/carve.ts';
import { payloadSchema, selfContained } from '../../src/flows/payload-schema.ts';
import { compileCheck } from '../../src/flows/validate.ts';

const text: AnnotatedSchema = { type: 'string' };

function object(properties: Record<string, AnnotatedSchema>, required?: string[]): AnnotatedSchema {
  return { type: 'object', additionalProperties: false, properties, ...(required && { required }) };
}

const TYPES: Readonly<Record<string, AnnotatedSchema>> = {
  'one.json#/$defs/Customer': object({ ticket: text, remark: text }, ['ticket']),
  'one.json#/$defs/Name': { type: 'string', maxLength: 1 },
  'two.json#/$defs/Name': { type: 'string', maxLength: 2 },
  'two.json#/$defs/Tree': object({ name: { $ref: 'two.json#/$defs/Name' }, child: { $ref: 'two.json#/$defs/Tree' } }),
};
const resolve = (reference: string): AnnotatedSchema => {
  const type = TYPES[reference];
  if (type === undefined) throw new Error(reference);
  return type;
};
const always = (...pointers: string[]): FilledPart[] => pointers.map((pointer) => ({ pointer, how: 'always' }));
const ref = ($ref: string): AnnotatedSchema => ({ $ref });

describe('the schema of the payload', () => {
  const request: AnnotatedSchema = {
    ...object(
      {
        customer: { ...ref('one.json#/$defs/Customer'), xml: { namespace: 'urn:c' } },
        context: text,
        body: object({ head: object({ ticket: text }), data: text }, ['head']),
      },
      ['customer', 'context', 'body'],
    ),
    xml: { name: 'request', namespace: 'urn:r' },
  };

  it('has no part that the gateway fills in, and does not ask for it', () => {
    const carved = payloadSchema(request, always('/customer', '/context'), resolve);
    expect(Object.keys(carved.properties ?? {})).toEqual(['body']);
    expect(carved.required).toEqual(['body']);
    expect(carved.xml).toEqual(request.xml);
  });

  it('keeps the rest of a container of which one part is filled in', () => {
    const carved = payloadSchema(request, always('/customer/ticket', '/context'), resolve);
    expect(carved.properties?.customer).toMatchObject({ xml: { namespace: 'urn:c' } });
    const check = compileCheck(carved);
    expect(check({ customer: { remark: 'x' }, body: { head: {} } })).toEqual([]);
    expect(check({ customer: {}, body: { head: {} } })).toEqual([]);
    expect(check({ customer: { ticket: 'x' }, body: { head: {} } })).toMatchObject([{ pointer: '/customer/ticket' }]);
  });

  it('loses a container with its last part', () => {
    const carved = payloadSchema(request, always('/customer', '/context', '/body/head/ticket'), resolve);
    expect(carved.properties?.body).toMatchObject({ properties: { data: text } });
    expect(compileCheck(carved)({ body: {} })).toEqual([]);
    expect(compileCheck(carved)({ body: { head: {} } })).toMatchObject([
      { pointer: '/body/head', rule: 'unknown-field' },
    ]);
  });

  it('leaves the type alone for those who use it elsewhere', () => {
    const before = JSON.stringify(TYPES);
    payloadSchema(request, always('/customer/ticket'), resolve);
    expect(JSON.stringify(TYPES)).toBe(before);
  });

  it('is not changed by a pointer to nowhere', () => {
    expect(payloadSchema(request, always('/nowhere/at/all', ''), resolve)).toEqual(payloadSchema(request, [], resolve));
  });
});

describe('a self-contained schema', () => {
  it('keeps two types of one name apart, and one type that is used twice together', () => {
    const schema = selfContained(
      object({ a: ref('one.json#/$defs/Name'), b: ref('two.json#/$defs/Name'), c: ref('two.json#/$defs/Name') }),
      resolve,
    );
    expect(schema.properties).toEqual({ a: ref('#/$defs/Name'), b: ref('#/$defs/Name2'), c: ref('#/$defs/Name2') });
    expect(schema.$defs).toEqual({ Name: { type: 'string', maxLength: 1 }, Name2: { type: 'string', maxLength: 2 } });
  });

  it('may contain itself', () => {
    const schema = selfContained(object({ tree: ref('two.json#/$defs/Tree') }), resolve);
    const check = compileCheck(schema);
    expect(check({ tree: { name: 'ab', child: { child: { name: 'ab' } } } })).toEqual([]);
    expect(check({ tree: { child: { child: { name: 'abc' } } } })).toMatchObject([
      { pointer: '/tree/child/child/name' },
    ]);
  });

  it('needs no $defs where there are no references', () => {
    expect(selfContained(object({ a: text }), resolve)).toEqual(object({ a: text }));
  });
});
