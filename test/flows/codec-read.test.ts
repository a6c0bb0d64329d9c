import { describe, expect, it } from 'vitest';
import { codecOf, OPEN_SCHEMA, ORDER_SCHEMA } from './synthetic.ts';

const { read } = codecOf(ORDER_SCHEMA);
const order = (inside: string, attributes = ''): string =>
  `<order xmlns="urn:order" xmlns:p="urn:party" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${inside}</order>`;

describe('the reader', () => {
  it('matches by namespace and name, not by prefix or place', () => {
    const { value, deviations } = read(
      '<x:order xmlns:x="urn:order"><a:note xmlns:a="urn:order">1</a:note><x:id>7</x:id><note xmlns="urn:order">2</note></x:order>',
    );
    expect(value).toEqual({ note: ['1', '2'], id: '7' });
    expect(deviations).toEqual([]);
  });

  it.each(['<order/>', '<o:other xmlns:o="urn:order"/>', '<o:order xmlns:o="urn:orders"/>'])(
    'refuses another root: %s',
    (xml) => {
      expect(() => read(xml)).toThrow('reply refused: other-root at /');
    },
  );

  it('refuses an element that may stand once and stands twice, wherever that is', () => {
    expect(() => read(order('<id>1</id><id>1</id>'))).toThrow('reply refused: repeated-element at /id');
    const twice = '<p:party><p:name>x</p:name></p:party><p:party><p:name>x</p:name><p:name>y</p:name></p:party>';
    expect(() => read(order(twice))).toThrow('repeated-element at /party/1/name');
  });

  it('keeps an element that it does not know, and says where it stood', () => {
    const { value, deviations } = read(
      order('<id>7</id><p:name a="1">new</p:name><customer><p:name>x</p:name><id/></customer>'),
    );
    expect(value).toEqual({ id: '7', customer: { name: 'x' } });
    expect(deviations).toEqual([
      {
        pointer: '',
        kind: 'unknown-element',
        name: '{urn:party}name',
        xml: '<p:name xmlns:p="urn:party" a="1">new</p:name>',
      },
      { pointer: '/customer', kind: 'unknown-element', name: '{urn:order}id', xml: '<id xmlns="urn:order"></id>' },
    ]);
  });

  it('does not take an element of another namespace for the one it knows', () => {
    const { value, deviations } = read(order('<id>7</id><id xmlns="">8</id><id xmlns="urn:evil">9</id>'));
    expect(value).toEqual({ id: '7' });
    expect(deviations.map(({ kind }) => kind)).toEqual(['unknown-element', 'unknown-element']);
  });

  it('reports what is missing', () => {
    const { deviations } = read(order('<customer/><amount/>'));
    expect(deviations.map(({ pointer, kind, name }) => `${kind} ${name} in ${pointer || '/'}`)).toEqual([
      'missing-element name in /customer',
      'missing-attribute currency in /amount',
      'missing-element id in /',
    ]);
  });

  it('reports attributes, text and elements where there should be none', () => {
    const { value, deviations } = read(order('stray<id x="1">7<b/></id><urgent y="2">true</urgent>', ' z="3"'));
    expect(value).toEqual({ id: '7', urgent: true });
    expect(deviations.map(({ pointer, kind, name }) => `${kind} ${name} in ${pointer || '/'}`)).toEqual([
      'unknown-attribute {}z in /',
      'unexpected-text order in /',
      'unknown-element {urn:order}b in /id',
      'unknown-attribute {}x in /id',
      'unknown-attribute {}y in /urgent',
    ]);
  });

  it('passes over xsi:type, xsi:nil and xsi:schemaLocation, and fetches nothing', () => {
    const outward = ' xsi:schemaLocation="urn:order http://127.0.0.1:9/order.xsd" xsi:type="x"';
    const { value, deviations } = read(order('<id xsi:nil="true"/>', outward));
    expect(value).toEqual({});
    expect(deviations).toMatchObject([{ kind: 'missing-element', name: 'id' }]);
  });

  it.each(['<id xsi:nil="true"/>', '<id xsi:nil=" 1 "></id>', '<id xsi:nil="true"> </id>'])(
    'takes %s for no value, and not for an empty text',
    (id) => {
      expect(read(order(`${id}<note xsi:nil="true"/><note>b</note>`)).value).toEqual({ note: ['b'] });
    },
  );

  it.each(['<id xsi:nil="false">7</id>', '<id xsi:nil="true">7</id>', '<id xsi:nil="">7</id>'])(
    'takes %s for what it says',
    (id) => {
      expect(read(order(id)).value).toEqual({ id: '7' });
    },
  );

  it.each(['count', 'urgent'])('has nothing to show of an empty %s, and reports it', (name) => {
    const { value, deviations } = read(order(`<id/><${name}> </${name}>`));
    expect(value).toEqual({ id: '' });
    expect(deviations).toEqual([{ pointer: `/${name}`, kind: 'value-form', name }]);
  });

  it('puts white space between elements down to layout', () => {
    expect(read(order('\n  <id>7</id>\r\n\t<note> 8 </note>\n'))).toEqual({
      value: { id: '7', note: [' 8 '] },
      deviations: [],
    });
  });

  it.each([
    ['42', 42],
    [' 42\n', 42],
    ['-7', -7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['007', '007'],
    ['+5', '+5'],
    ['-0', '-0'],
    ['9007199254740993', '9007199254740993'],
  ])('reads the integer %j as %j, so that no digit is lost', (given, value) => {
    expect(read(order(`<id/><count>${given}</count>`))).toEqual({ value: { id: '', count: value }, deviations: [] });
  });

  it.each(['abc', '1.0', '1e3', '0x10', 'NaN', 'Infinity', '\u00a042', '１'])(
    'keeps %j for an integer as it is, and reports it',
    (given) => {
      const { value, deviations } = read(order(`<id/><count>${given}</count>`));
      expect(value).toMatchObject({ count: given });
      expect(deviations).toEqual([{ pointer: '/count', kind: 'value-form', name: 'count' }]);
    },
  );

  it.each([
    ['true', true],
    ['1', true],
    [' false ', false],
    ['0', false],
  ])('reads the boolean %j as %j', (given, value) => {
    expect(read(order(`<id/><urgent>${given}</urgent>`)).value).toMatchObject({ urgent: value });
  });

  it.each(['TRUE', 'yes', 'null'])('does not guess what %j means for a boolean', (given) => {
    const { value, deviations } = read(order(`<id/><urgent>${given}</urgent>`));
    expect(value).toMatchObject({ urgent: given });
    expect(deviations).toMatchObject([{ kind: 'value-form', pointer: '/urgent' }]);
  });

  it('collapses white space where the type does, and only XML white space', () => {
    expect(read(order('<id> a  b </id><code> \n a\t b \u00a0 </code>')).value).toEqual({
      id: ' a  b ',
      code: 'a b \u00a0',
    });
  });

  it('keeps every element of a wildcard, with the namespaces it needs', () => {
    const open = codecOf(OPEN_SCHEMA);
    const { value, deviations } = open.read(
      '<z:open xmlns:z="urn:z" xmlns:k="urn:k"><k:x a="1"/><z:y><k:z/></z:y></z:open>',
    );
    expect(value).toEqual({
      any: ['<k:x xmlns:k="urn:k" a="1"></k:x>', '<z:y xmlns:z="urn:z"><k:z xmlns:k="urn:k"></k:z></z:y>'],
    });
    expect(deviations).toEqual([]);
  });
});
