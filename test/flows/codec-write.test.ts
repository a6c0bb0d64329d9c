import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { codecOf, OPEN_SCHEMA, ORDER_SCHEMA } from './synthetic.ts';

const element = (name: string, properties: AnnotatedSchema['properties'], namespace = 'urn:r'): AnnotatedSchema => ({
  type: 'object',
  xml: { name, namespace },
  properties: properties ?? {},
});

const text = (namespace: string, prefix?: string): AnnotatedSchema => ({
  type: 'string',
  xml: { namespace, ...(prefix !== undefined && { prefix }) },
});

describe('the writer', () => {
  it('follows the order of the contract, not that of the payload', () => {
    const { write } = codecOf(element('r', { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } }));
    expect(write({ c: '3', a: '1', b: '2' })).toBe('<ns1:r xmlns:ns1="urn:r"><a>1</a><b>2</b><c>3</c></ns1:r>');
  });

  it('declares each namespace where it is first used, and again beside it', () => {
    const { write } = codecOf(element('r', { a: text('urn:a'), b: text('urn:a') }));
    expect(write({ a: '1', b: '2' })).toBe(
      '<ns1:r xmlns:ns1="urn:r"><ns2:a xmlns:ns2="urn:a">1</ns2:a><ns2:b xmlns:ns2="urn:a">2</ns2:b></ns1:r>',
    );
  });

  it('gives a namespace one prefix for good, whichever message comes first', () => {
    const inner = (namespace: string): AnnotatedSchema => ({ type: 'object', properties: { x: text(namespace) } });
    const schema = element('r', { first: inner('urn:a'), second: inner('urn:b') });
    const both = { first: { x: '1' }, second: { x: '2' } };
    const fresh = codecOf(schema).write(both);
    const used = codecOf(schema);
    used.write({ second: { x: '2' } });
    expect(used.write(both)).toBe(fresh);
  });

  it('never gives two namespaces one prefix, whatever the schema asks for', () => {
    const schema = element('r', {
      a: text('urn:a', 'ns3'),
      b: text('urn:b'),
      c: text('urn:c', 'ns3'),
      d: text('urn:d', 'xmlns'),
    });
    const { write, read } = codecOf(schema);
    const value = { a: '1', b: '2', c: '3', d: '4' };
    expect(read(write(value))).toEqual({ value, deviations: [] });
  });

  it('writes xml:lang under the only prefix it may have', () => {
    expect(codecOf(OPEN_SCHEMA).write({ lang: 'fr' })).toBe('<z:open xmlns:z="urn:z" xml:lang="fr"></z:open>');
  });

  it('sorts declarations by prefix and attributes by namespace', () => {
    const attribute = (namespace: string, prefix: string): AnnotatedSchema => ({
      type: 'string',
      xml: { namespace, prefix, attribute: true },
    });
    const { write } = codecOf({
      ...element('r', {
        plain: { type: 'string', xml: { attribute: true } },
        one: attribute('urn:1', 'b'),
        two: attribute('urn:2', 'a'),
      }),
      xml: { name: 'r', namespace: 'urn:r', prefix: 'c' },
    });
    expect(write({ plain: '0', two: '2', one: '1' })).toBe(
      '<c:r xmlns:a="urn:2" xmlns:b="urn:1" xmlns:c="urn:r" plain="0" b:one="1" a:two="2"></c:r>',
    );
  });

  it('does not let wildcard content out of its element', () => {
    const { write } = codecOf(OPEN_SCHEMA);
    for (const any of ['</z:open>', '<a/><b/>', 'text', '<!DOCTYPE a><a/>', '<p:a/>', '<a>', '<?p?><a/>', '']) {
      expect(() => write({ any: [any] })).toThrow('XML refused');
    }
    expect(write({ any: ['<?xml version="1.0"?><!-- x --><a/>'] })).toBe('<z:open xmlns:z="urn:z"><a></a></z:open>');
  });

  it('does not declare again in wildcard content what is declared around it', () => {
    const { write } = codecOf(
      element('r', { any: { type: 'array', items: { type: 'string' }, xml: { nodeType: 'none' } } }),
    );
    expect(write({ any: ['<ns1:a xmlns:ns1="urn:r"></ns1:a>', '<ns1:a xmlns:ns1="urn:y"></ns1:a>'] })).toBe(
      '<ns1:r xmlns:ns1="urn:r"><ns1:a></ns1:a><ns1:a xmlns:ns1="urn:y"></ns1:a></ns1:r>',
    );
  });

  it('has no place for a property that a branch only forbids', () => {
    const { write, read } = codecOf(element('r', { a: { type: 'string' }, b: false }));
    expect(write({ a: '1', b: '2' })).toBe('<ns1:r xmlns:ns1="urn:r"><a>1</a></ns1:r>');
    expect(read('<r xmlns="urn:r"><b xmlns=""/></r>').deviations).toMatchObject([{ kind: 'unknown-element' }]);
  });

  it('needs to know what its root is called', () => {
    expect(() => codecOf({ type: 'object' })).toThrow('a root schema needs xml.name');
  });

  it('leaves out what is absent, undefined or null, and writes what is empty', () => {
    const { write } = codecOf(ORDER_SCHEMA);
    expect(write({ id: '', code: undefined, note: [] })).toBe('<o:order xmlns:o="urn:order"><o:id></o:id></o:order>');
    expect(write({ id: null, amount: { currency: '' } })).toBe(
      '<o:order xmlns:o="urn:order"><o:amount currency=""></o:amount></o:order>',
    );
  });

  it('knows how many namespaces it can keep apart', () => {
    const of = (count: number): AnnotatedSchema =>
      element('r', Object.fromEntries(Array.from({ length: count }, (_, n) => [`e${n}`, text(`urn:${n}`)])));
    const value = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`e${n}`, '1']));
    const { write, read } = codecOf(of(30));
    expect(read(write(value)).value).toEqual(value);
    expect(() => codecOf(of(31))).toThrow('more than 31 namespaces');
  });

  it('refuses a property that every JavaScript object has already', () => {
    const schema = element('r', { constructor: { type: 'string' } } as AnnotatedSchema['properties']);
    expect(() => codecOf(schema).write({})).toThrow('may not be called constructor');
  });
});
