import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readContract } from '../../src/contracts/contract.ts';
import { CONTRACT_FILE_BYTES_MAX } from '../../src/contracts/folder.ts';
import { fixture, refusalOf, rootSchema, translated } from './fixture.ts';

const temporary = mkdtempSync(join(tmpdir(), 'contracts-'));
afterAll(() => rmSync(temporary, { recursive: true }));

describe('a construct that cannot be said is refused, with file, line and name', () => {
  it.each([
    ['unresolved-type', 6, 'type {urn:example:refused}Missing is defined in no file of the contract'],
    ['unresolved-element', 6, 'element {urn:example:refused}missing is defined in no file of the contract'],
    ['unresolved-group', 5, 'group {urn:example:refused}Missing is defined in no file of the contract'],
    ['undeclared-prefix', 6, 'the prefix other is not declared'],
    ['element-twice', 8, 'a is named twice in the sequence at line 5'],
    ['element-of-two-types', 11, 'b is named twice in the choice at line 5, with another type or number'],
    ['element-in-two-orders', 5, 'a stands before and behind another element in this choice'],
    ['too-many-combinations', 6, 'a choice with more than 128 combinations of elements'],
    ['reserved-name', 4, 'a property called constructor is not supported'],
    ['wrong-occurrence', 6, 'minOccurs 3 is more than maxOccurs 2'],
    ['qname', 5, 'xs:QName is not supported'],
    ['pattern', 5, 'the pattern \\p{IsTibetan}+ has \\p{IsTibetan}, which cannot be translated'],
    ['simple-type-circle', 8, 'the type {urn:example:refused}T is derived from itself'],
    ['complex-type-circle', 4, 'the type T is derived from itself'],
    ['group-circle', 10, 'the group {urn:example:refused}G contains itself'],
    ['attribute-group-circle', 8, 'the attribute group {urn:example:refused}G contains itself'],
    ['element-circle', 4, 'an element contains itself by way of a type without a name'],
    ['abstract-type', 3, 'its type {urn:example:refused}T is abstract'],
    ['abstract-element', 6, 'the element {urn:example:refused}head is abstract, and nothing stands in its place'],
    ['import-of-itself', 3, 'xs:import of its own namespace (urn:example:refused)'],
    ['import-of-another-namespace', 3, 'it imports list.xsd as urn:example:else, but that file is urn:example:refused'],
  ])('%s', (name, line, sentence) => {
    const refusal = refusalOf(() => translated(`refused/${name}.xsd`));
    expect(refusal).toContain(`${name}.xsd, line ${line}: `);
    expect(refusal).toContain(sentence);
  });

  it('a name that two files define differently names both places', () => {
    expect(refusalOf(() => translated('refused/defined-twice.xsd'))).toBe(
      'defined-again.xsd, line 3: type {urn:example:refused}T is defined otherwise in defined-twice.xsd, line 5',
    );
  });

  it('an included file of another namespace is refused', () => {
    const refusal = refusalOf(() => translated('refused/include-of-another-namespace.xsd', '.'));
    expect(refusal).toContain('which is of another namespace (urn:example:choice)');
  });
});

describe('what an import cannot carry over is noted, with file and line', () => {
  it('types that others are made of, and elements that may stand in the place of a root', () => {
    const contract = readContract(fixture('folder/derived-types.xsd'));
    rootSchema(contract);
    expect(contract.notes.all).toEqual([
      'derived-types.xsd, line 20: 1 other elements may stand in the place of the root root; they are not known',
      'derived-types.xsd, line 20: Person may come as Employee, Manager (xsi:type): a request cannot say so, and what a reply has more is told as a deviation',
    ]);
  });

  it('identity constraints', () => {
    const contract = readContract(fixture('constructs/octets.xsd'));
    rootSchema(contract);
    expect(contract.notes.all.join()).toContain('xs:unique is not checked');
  });
});

describe('a contract that would take without end is refused', () => {
  const refusedText = (body: string): string => {
    const file = join(temporary, 'endless.xsd');
    writeFileSync(file, `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema">${body}</s:schema>`);
    return refusalOf(() => rootSchema(readContract(file)));
  };
  const levels = (count: number, one: (level: number) => string): string =>
    Array.from({ length: count }, (_, level) => one(level)).join('');

  it('when each of its groups uses another one twice', () => {
    const groups = levels(
      40,
      (n) =>
        `<s:group name="g${n}"><s:choice><s:group ref="g${n + 1}"/><s:group ref="g${n + 1}"/></s:choice></s:group>`,
    );
    const end = '<s:group name="g40"><s:sequence><s:element name="a"/></s:sequence></s:group>';
    const root = '<s:element name="root"><s:complexType><s:group ref="g0"/></s:complexType></s:element>';
    expect(refusedText(groups + end + root)).toContain('more than 200000 elements and attributes');
  });

  it('when each of its attribute groups uses another one twice', () => {
    const groups = levels(
      40,
      (n) =>
        `<s:attributeGroup name="g${n}"><s:attributeGroup ref="g${n + 1}"/><s:attributeGroup ref="g${n + 1}"/></s:attributeGroup>`,
    );
    const root =
      '<s:attributeGroup name="g40"/><s:element name="root"><s:complexType><s:attributeGroup ref="g0"/></s:complexType></s:element>';
    expect(refusedText(groups + root)).toContain('more than 200000 elements and attributes');
  });

  it.each([
    [
      'types',
      (n: number) =>
        `<s:complexType name="t${n}"><s:complexContent><s:extension base="t${n + 1}"/></s:complexContent></s:complexType>`,
    ],
    ['simple types', (n: number) => `<s:simpleType name="t${n}"><s:restriction base="t${n + 1}"/></s:simpleType>`],
  ])('when its %s derive from each other two thousand times', (_, one) => {
    expect(refusedText(`${levels(2_000, one)}<s:element name="root" type="t0"/>`)).toContain('more than 64 levels');
  });

  it('when its elements without type names contain each other two thousand times', () => {
    const one = (n: number): string =>
      `<s:element name="e${n}"><s:complexType><s:sequence><s:element ref="e${n + 1}"/></s:sequence></s:complexType></s:element>`;
    const root =
      '<s:element name="root"><s:complexType><s:sequence><s:element ref="e0"/></s:sequence></s:complexType></s:element>';
    expect(refusedText(levels(2_000, one) + root)).toContain('more than 64 levels');
  });
});

describe('a file that is not sound XML is refused before it is parsed', () => {
  it.each([
    ['doctype.xsd', 3, 'a DOCTYPE is refused'],
    ['not-well-formed.xsd', 5, 'not well-formed XML: Expected closing tag'],
    ['unclosed-comment.xsd', 5, 'not well-formed XML: a comment that does not end'],
    ['entity.xsd', 3, 'not well-formed XML: a reference to an undeclared entity'],
    ['not-a-schema.xsd', 2, 'neither WSDL 1.1 nor XML Schema, but html of http://www.w3.org/1999/xhtml'],
  ])('%s', (name, line, sentence) => {
    expect(refusalOf(() => readContract(fixture(`refused/${name}`)))).toContain(`${name}, line ${line}: ${sentence}`);
  });

  it.each([
    ['<a/><b/>', 'a second root element'],
    ['<a/>text', 'text outside the root element'],
    ['<a b="<"/>', 'a tag that cannot be read'],
    ['<a b="1" b="2"/>', "Attribute 'b' is repeated"],
    ['<a>]]></a>', '"]]>" in text'],
    ['<a>&lt;&#65;&nbsp;</a>', 'a reference to an undeclared entity'],
    ['<a><![CDATA[</a>', 'a CDATA section that does not end'],
    ['<a><!-- a -- b --></a>', 'a comment that does not end, or holds its own mark'],
    ['<a>\u0001</a>', 'a character that XML cannot carry'],
    ['<a><__proto__/></a>', 'cannot be read as XML'],
    ['<a>'.repeat(200) + '</a>'.repeat(200), 'Maximum nested tags exceeded'],
    ['', 'Start tag expected'],
  ])('text %#', (text, sentence) => {
    const file = join(temporary, 'text.xsd');
    writeFileSync(file, text);
    expect(refusalOf(() => readContract(file))).toContain(sentence);
  });

  it('a comment or a CDATA section may speak of a DOCTYPE', () => {
    const file = join(temporary, 'harmless.xsd');
    writeFileSync(
      file,
      '<!-- <!DOCTYPE --><s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="root"/></s:schema>',
    );
    expect(readContract(file).elements).toEqual([{ namespace: '', local: 'root' }]);
  });

  it('another encoding is read as declared, and a wrong one refused', () => {
    const text =
      '<?xml version="1.0" encoding="ISO-8859-1"?><s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="é"/></s:schema>';
    const latin = join(temporary, 'latin.xsd');
    writeFileSync(latin, Buffer.from(text, 'latin1'));
    expect(readContract(latin).elements).toEqual([{ namespace: '', local: 'é' }]);
    const wrong = join(temporary, 'wrong.xsd');
    writeFileSync(wrong, Buffer.from(text.replace('ISO-8859-1', 'UTF-8'), 'latin1'));
    expect(refusalOf(() => readContract(wrong))).toBe('wrong.xsd, line 1: its text is not UTF-8');
  });
});

describe('a contract is read from its folder and from nowhere else', () => {
  it.each([
    ['missing-import', 'not-there.xsd, which it imports, is missing'],
    ['url-import', 'it imports https://schemas.example/far.xsd; only files in the folder are read'],
    ['absolute-import', 'it imports the absolute path /etc/hostname'],
  ])('%s is refused', (name, sentence) => {
    expect(refusalOf(() => translated(`refused/${name}.xsd`))).toContain(`${name}.xsd, line 3: ${sentence}`);
  });

  it('an import that leaves the folder is refused, and allowed when the folder above is named', () => {
    expect(refusalOf(() => translated('folder/inner/leaves.xsd'))).toMatch(
      /^leaves\.xsd, line 3: \.\.\/outside\.xsd lies outside the folder of the contract; .*--root/,
    );
    expect(translated('folder/inner/leaves.xsd', 'folder').$defs).toHaveProperty('Code');
  });

  it('what does not exist outside the folder is not told apart from what does', () => {
    const file = join(temporary, 'curious.xsd');
    const schema = (location: string): string =>
      `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:include schemaLocation="${location}"/></s:schema>`;
    writeFileSync(file, schema('../../../../etc/no-such-file'));
    const missing = refusalOf(() => readContract(file));
    writeFileSync(file, schema('../../../../etc/hostname'));
    expect(missing.replace('no-such-file', 'hostname')).toBe(refusalOf(() => readContract(file)));
  });

  it('a symbolic link out of the folder is refused, as import and as first file', () => {
    copyFileSync(fixture('folder/forgets-import.xsd'), join(temporary, 'first.xsd'));
    writeFileSync(
      join(temporary, 'linked.xsd'),
      '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:import namespace="urn:example:folder" schemaLocation="link.xsd"/></s:schema>',
    );
    symlinkSync(fixture('folder/outside.xsd'), join(temporary, 'link.xsd'));
    expect(refusalOf(() => readContract(join(temporary, 'linked.xsd')))).toContain('link.xsd lies outside the folder');
    expect(refusalOf(() => readContract(join(temporary, 'link.xsd'), { root: temporary }))).toContain(
      'lies outside the folder',
    );
  });

  it('a file that is too large is not even read', () => {
    const file = join(temporary, 'large.xsd');
    writeFileSync(file, Buffer.alloc(CONTRACT_FILE_BYTES_MAX + 1, 0x20));
    expect(refusalOf(() => readContract(file))).toBe('large.xsd, line 1: larger than 16 MiB');
  });

  it('files that import each other end, and each is read once', () => {
    const contract = readContract(fixture('constructs/references.xsd'));
    expect(rootSchema(contract).properties).toHaveProperty('Address');
  });

  it('a namespace that nobody imports is found beside the file that uses it', () => {
    expect(translated('folder/forgets-import.xsd').$defs).toHaveProperty('Code');
  });

  it('when two files beside it have the namespace, the name stays unresolved', () => {
    const folder = mkdtempSync(join(temporary, 'two-'));
    copyFileSync(fixture('folder/forgets-import.xsd'), join(folder, 'first.xsd'));
    for (const name of ['a.xsd', 'b.xsd']) copyFileSync(fixture('folder/outside.xsd'), join(folder, name));
    expect(refusalOf(() => rootSchema(readContract(join(folder, 'first.xsd'))))).toContain(
      'first.xsd, line 4: type {urn:example:folder}Code is defined in no file of the contract',
    );
  });

  it('a file or folder that does not exist is named', () => {
    expect(refusalOf(() => readContract(join(temporary, 'none', 'x.xsd')))).toContain('this folder does not exist');
    expect(refusalOf(() => readContract(join(temporary, 'x.xsd')))).toContain('this file does not exist');
  });
});
