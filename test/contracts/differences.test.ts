import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readContract } from '../../src/contracts/contract.ts';
import { diffContracts } from '../../src/contracts/differences.ts';
import { fixture } from './fixture.ts';

const before = readContract(fixture('versions/before.xsd'));
const after = readContract(fixture('versions/after.xsd'));
const temporary = mkdtempSync(join(tmpdir(), 'versions-'));
afterAll(() => rmSync(temporary, { recursive: true }));

describe('what a new version of a contract changes', () => {
  it('is said in sentences, one for each difference', () => {
    expect(diffContracts(before, after)).toEqual([
      'The operation New is new.',
      'The operation Gone is gone.',
      'What was in the namespace urn:example:question:v1 is now in urn:example:question:v2.',
      'The attribute version of request of Question is now required; before: optional.',
      'The element Name of IndividualType is now in no namespace; before: urn:example:question:v1.',
      'The longest length of IndividualType/Name is now 48; before: 32.',
      'The pattern of IndividualType/Name is now ^(?:[^0-9]*)$; before: not given.',
      'IndividualType/Height is now a text; before: an integer.',
      'The number of digits of IndividualType/Amount is now 9; before: 8.',
      'The number of digits after the point of IndividualType/Amount is now 2; before: not given.',
      'The order in IndividualType is now: Born, Name, Height, Amount.',
      'The element Reason of request of Question is now required; before: optional.',
      'ReasonType may now be FRAUD.',
      'ReasonType may no longer be REVIEW.',
      'Request of Question/Language has now the default nl; before: the default fr.',
      'The element Page of request of Question is now at least once, at most 10 times; before: at least once, at most 5 times.',
      'The element Surname of request of Question is now called LastName.',
      'The element Month is new in request of Question: optional.',
      'The element Old is gone from request of Question.',
      'What goes together in request of Question is now: Date | Year | Month; before: Date | Year.',
    ]);
  });

  it('is nothing where only names of types and files changed', () => {
    const text = readFileSync(fixture('versions/before.xsd'), 'utf8').replaceAll('PersonType', 'HumanType');
    const renamed = join(temporary, 'renamed.xsd');
    writeFileSync(renamed, text);
    expect(diffContracts(before, readContract(renamed))).toEqual([]);
  });

  it('of a WSDL includes soapAction, address, fault and root elements', () => {
    const library = readContract(fixture('wsdl/library.wsdl'));
    const moved = join(temporary, 'library.wsdl');
    const text = readFileSync(fixture('wsdl/library.wsdl'), 'utf8')
      .replace('schemaLocation="library-types.xsd"', 'schemaLocation="types/library-types.xsd"')
      .replace('urn:example:findBooks"', 'urn:example:seekBooks"')
      .replace('/v3/consult', '/v4/consult')
      .replace('      <wsdl:fault name="fault" message="tns:libraryFault"/>\n', '')
      .replaceAll('lendBookRequest', 'lendRequest');
    writeFileSync(moved, text.replace('types/library-types.xsd', 'library-types.xsd'));
    for (const file of ['library-types.xsd', 'common.xsd'])
      writeFileSync(join(temporary, file), readFileSync(fixture(`wsdl/${file}`)));
    expect(diffContracts(library, readContract(moved))).toEqual([
      'The soapAction of findBooks is now urn:example:seekBooks; before: urn:example:findBooks.',
      'The address of findBooks is now https://services.example:443/SOA4520/LibraryService/v4/consult; before: https://services.example:443/SOA4520/LibraryService/v3/consult.',
      'The address of lendBook is now https://services.example:443/SOA4520/LibraryService/v4/consult; before: https://services.example:443/SOA4520/LibraryService/v3/consult.',
      'The fault of findBooks is gone.',
      'The request of lendBook is now the element lendRequest; before: lendBookRequest.',
    ]);
  });
});
