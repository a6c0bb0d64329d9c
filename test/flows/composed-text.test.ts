import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composed, composedText } from '../../src/domain/composed-text.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { catalogue, fixtureOf, requestXml } from './fixture.ts';
import { codecOf, OPEN_SCHEMA } from './synthetic.ts';

const flows = catalogue.all().filter(({ kind }) => kind !== 'notification');
const decomposed = 'POUSSIÈRE'.normalize('NFD');

describe('a name typed with its accents beside the letters', () => {
  it('leaves as the register writes it, C3 88', () => {
    const fixture = fixtureOf('manage-access');
    const ProofOfAuthentication = { PersonData: { LastName: decomposed, BirthDate: '1908-11-11' } };
    const payload = { ...fixture.request.payload, ProofOfAuthentication };
    const written = Buffer.from(requestXml({ ...fixture, request: { ...fixture.request, payload } }));
    expect(fixture.flow.check(payload)).toEqual([]);
    expect(written.includes(Buffer.from([...Buffer.from('POUSSI'), 0xc3, 0x88, ...Buffer.from('RE')]))).toBe(true);
  });

  it.each(flows.map((flow) => [flow.id]))('leaves composed from every text of %s', (id) => {
    const fixture = fixtureOf(id);
    const { context, payload } = fixture.request;
    const accented = { context: { ...context, user: { ...context.user, email: `${decomposed}@a.example` } } };
    const written = requestXml({ ...fixture, request: { ...accented, payload: withAccents(payload) as Payload } });
    expect(written).toBe(written.normalize('NFC'));
  });

  it('leaves composed from attributes, from text and from open content alike', () => {
    const text = (form: 'NFC' | 'NFD'): JsonValue => {
      const name = 'Ève Ångström'.normalize(form);
      const any = [`<o xmlns="urn:o" p="${name}">${name}<i>${name}</i></o>`];
      return { plain: name, a: name, inner: name, any };
    };
    const { write } = codecOf(OPEN_SCHEMA);
    expect(write(text('NFD'))).toBe(write(text('NFC')));
  });

  it('is never composed with the markup around it', () => {
    const { write, read } = codecOf(OPEN_SCHEMA);
    const value = { inner: '\u0338x', any: ['<o xmlns="urn:o">\u0338x</o>'] };
    expect(read(write(value)).value).toEqual(value);
  });

  it('is as long as it is when sent, and has the form it has then', () => {
    const check = compileCheck({ type: 'string', maxLength: 9, pattern: '^[A-ZÈ]+$' });
    expect(check(decomposed)).toEqual([]);
    expect(check(`${decomposed}X`)).toMatchObject([{ rule: 'max-length' }]);
    // Hebrew letters with marks are two characters in the composed form, however they were typed.
    expect(compileCheck({ type: 'string', maxLength: 1 })('\ufb2a')).toMatchObject([{ rule: 'max-length' }]);
  });

  it('is still refused for half a character', () => {
    expect(compileCheck({ type: 'string' })('E\u0300\ud800')).toMatchObject([{ rule: 'characters' }]);
  });
});

describe('composing', () => {
  it('gives what Unicode gives, and the very same value where nothing changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(composedText(text)).toBe(text.normalize('NFC'));
        expect(composed(composed({ text: [text] }))).toEqual({ text: [text.normalize('NFC')] });
      }),
    );
    const plain = { a: ['É', 1, null, { b: true }] };
    expect(composed(plain)).toBe(plain);
  });
});

/** Every text of the payload but its numbers with an accent typed after the first letter. Whether the contract takes it is not the question here. */
function withAccents(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return value.replace(/^(?!\d)[A-Za-z]?/, (letter) => `${letter || 'e'}\u0301`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withAccents(item) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withAccents(inner)]));
}
