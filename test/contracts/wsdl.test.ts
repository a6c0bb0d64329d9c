import { describe, expect, it } from 'vitest';
import { readContract, type ReadOptions } from '../../src/contracts/contract.ts';
import { Translation } from '../../src/contracts/translation.ts';
import type { Operation } from '../../src/contracts/wsdl.ts';
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
        soapVersion: '1.1',
        address: 'https://services.example:443/SOA4520/LibraryService/v3/consult',
        request: { namespace: intf, local: 'findBooksRequest' },
        reply: { namespace: intf, local: 'findBooksResponse' },
        faults: [{ namespace: intf, local: 'libraryFault' }],
        headers: [],
      },
      {
        name: 'lendBook',
        soapAction: '',
        soapVersion: '1.1',
        address: 'https://services.example:443/SOA4520/LibraryService/v3/consult',
        request: { namespace: intf, local: 'lendBookRequest' },
        reply: { namespace: intf, local: 'lendBookResponse' },
        faults: [],
        headers: [],
      },
    ]);
  });

  it('may stand in two files, one of which imports the other', () => {
    const { service } = readContract(fixture('wsdl/two-files.wsdl'));
    expect(service?.operations.map(({ name }) => name)).toEqual(['findBooks', 'lendBook']);
  });

  it.each([
    ['rpc', 'the part p of an rpc message is not of a type'],
    ['encoded', 'use="encoded" is not supported'],
    ['two-parts', 'a message must have exactly one part, and that an element (document/literal)'],
    ['missing-message', 'message {urn:example:refused}ask is defined in no file of the contract'],
    ['policy-of-the-binding', 'a policy asks for SamlToken, which the gateway does not do'],
    ['policy-of-the-operation', 'a policy asks for EncryptedParts, which the gateway does not do'],
    ['policy-elsewhere', 'the policy https://policies.example/security.xml, which the contract does not hold'],
    ['overloaded-without-names', 'the operation ask is overloaded'],
    [
      'two-port-types-of-one-operation',
      'the operation ask exists twice; choose one of the ports AskService/A, AskService/B (--port)',
    ],
    ['only-http', 'no port with a soap:address: this service does not speak SOAP'],
    ['wsdl-2.0', 'WSDL 2.0 is not supported'],
  ])('%s is refused', (name, sentence) => {
    const refusal = refusalOf(() => readContract(fixture(`wsdl/refused/${name}.wsdl`)));
    expect(refusal).toMatch(/^\S+\.wsdl, line [0-9]+: /);
    expect(refusal).toContain(sentence);
  });
});

/** The one operation of a fixture, and what is noted about it. */
function read(name: string, options: ReadOptions = {}): { operation: Operation | undefined; notes: readonly string[] } {
  const { service, notes } = readContract(fixture(`wsdl/${name}.wsdl`), options);
  return { operation: service?.operations[0], notes: notes.all };
}

const ask = { namespace: 'urn:example:wsdl', local: 'ask' };
const answer = { namespace: 'urn:example:wsdl', local: 'answer' };

describe('a WSDL as the world writes it', () => {
  it('gives all faults that an operation declares', () => {
    expect(read('two-faults').operation?.faults.length).toBe(2);
  });

  it('gives the headers of a request', () => {
    expect(read('header').operation?.headers).toEqual([answer]);
  });

  it('may speak SOAP 1.2', () => {
    expect(read('soap12').operation?.soapVersion).toBe('1.2');
  });

  it('with several ports gives that of SOAP 1.1, and says which there were', () => {
    const { operation, notes } = read('several-ports');
    expect(operation).toMatchObject({ soapVersion: '1.1', address: 'https://services.example/old' });
    expect(notes.join()).toContain(
      'of the ports AskService/New (SOAP 1.2), AskService/Old (SOAP 1.1) this takes AskService/Old (SOAP 1.1); --port names another',
    );
    expect(notes.join()).toContain('1 of its ports do not speak SOAP and are left out');
  });

  it('gives the port that a person names, and says which there are when there is none of that name', () => {
    expect(read('several-ports', { port: 'New' }).operation?.address).toBe('https://services.example/new');
    expect(read('several-ports', { port: 'AskService/Old' }).operation?.soapVersion).toBe('1.1');
    expect(refusalOf(() => read('several-ports', { port: 'Plain' }))).toContain(
      'no single port Plain; there are: AskService/New (SOAP 1.2), AskService/Old (SOAP 1.1)',
    );
  });

  it('of the rpc style has a wrapper of its parts, named as the operation', () => {
    const contract = readContract(fixture('wsdl/rpc-literal.wsdl'));
    const [operation] = contract.service?.operations ?? [];
    expect(operation?.request).toEqual({ namespace: 'urn:example:rpc', local: 'ask' });
    expect(operation?.reply).toEqual({ namespace: 'urn:example:rpc', local: 'askResponse' });
    const schema = new Translation(contract.components, contract.notes).root(
      { namespace: 'urn:example:rpc', local: 'ask' },
      contract.place,
    );
    expect(schema).toMatchObject({
      properties: { person: { $ref: '{urn:example:wsdl}Person' }, depth: { type: 'integer' } },
      required: ['person', 'depth'],
      xml: { name: 'ask', namespace: 'urn:example:rpc' },
    });
  });

  it('without a service gives its bindings, whose address a person says', () => {
    expect(read('no-service').operation?.address).toBe('');
    expect(read('no-service').notes.join()).toContain('the address is what --path says');
  });

  it('leaves out an operation that no reply could prove, and says so; with nothing left it is refused', () => {
    expect(refusalOf(() => read('one-way'))).toContain(
      'a service without operations to import; the operation ask is left out: it has no output, so that no reply could prove that it arrived',
    );
  });

  it('whose policy asks for what every message does is imported', () => {
    expect(read('policy-ours').operation?.request).toEqual(ask);
  });

  it('whose policy asks for more is imported when a person wants it all the same, and it is noted', () => {
    const { operation, notes } = read('refused/policy-of-the-binding', { despitePolicy: true });
    expect(operation?.request).toEqual(ask);
    expect(notes.join()).toContain('a policy asks for SamlToken, which the gateway does not do');
  });

  it('that wants WS-Addressing gives the action of the request', () => {
    expect(read('addressing').operation?.addressing).toBe('urn:example:action:ask');
    expect(read('several-ports').operation?.addressing).toBeUndefined();
  });

  it('tells overloaded operations apart by the names of their messages', () => {
    const { operation } = read('overloaded');
    expect(operation).toMatchObject({ name: 'ask-byNumber', request: answer, reply: ask });
  });
});
