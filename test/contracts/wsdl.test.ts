import { describe, expect, it } from 'vitest';
import { readContract } from '../../src/contracts/contract.ts';
import { fixture, refusalOf } from './fixture.ts';

const intf = 'urn:example:intf:LibraryService:v3';

describe('a WSDL', () => {
  it('gives its operations with root elements, soapAction and address', () => {
    const { service } = readContract(fixture('wsdl/library.wsdl'));
    expect(service?.name).toBe('LibraryService');
    expect(service?.operations.map(({ place: _, ...operation }) => operation)).toEqual([
      {
        name: 'findBooks',
        soapAction: 'urn:example:findBooks',
        address: 'https://services.example:443/SOA4520/LibraryService/v3/consult',
        request: { namespace: intf, local: 'findBooksRequest' },
        reply: { namespace: intf, local: 'findBooksResponse' },
        fault: { namespace: intf, local: 'libraryFault' },
      },
      {
        name: 'lendBook',
        soapAction: '',
        address: 'https://services.example:443/SOA4520/LibraryService/v3/consult',
        request: { namespace: intf, local: 'lendBookRequest' },
        reply: { namespace: intf, local: 'lendBookResponse' },
      },
    ]);
  });

  it('may stand in two files, one of which imports the other', () => {
    const { service } = readContract(fixture('wsdl/two-files.wsdl'));
    expect(service?.operations.map(({ name }) => name)).toEqual(['findBooks', 'lendBook']);
  });

  it.each([
    ['rpc', 'the operation ask is of style rpc; only document/literal is supported'],
    ['header', 'soap:header is not supported'],
    ['encoded', 'use="encoded" is not supported'],
    ['two-parts', 'a message must have exactly one part, and that an element (document/literal)'],
    ['one-way', 'the operation ask has no output'],
    ['soap12', 'only SOAP 1.2, and BCSS speaks SOAP 1.1'],
    ['no-service', 'a WSDL without wsdl:service'],
    ['two-faults', 'an operation with several faults of different elements is not supported'],
    ['missing-message', 'message {urn:example:refused}ask is defined in no file of the contract'],
  ])('%s is refused', (name, sentence) => {
    expect(refusalOf(() => readContract(fixture(`wsdl/refused/${name}.wsdl`)))).toMatch(/^\S+\.wsdl, line [0-9]+: /);
    expect(refusalOf(() => readContract(fixture(`wsdl/refused/${name}.wsdl`)))).toContain(sentence);
  });
});
