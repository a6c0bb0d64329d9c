import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/simulator/contracts/contract.ts';
import { answered } from '../../src/simulator/contracts/load-contracts.ts';
import { FAULT_KINDS } from '../../src/simulator/faults/fault.ts';
import { textsAt } from '../../src/simulator/json.ts';
import { completeMessage } from '../../src/simulator/message/complete.ts';
import { readMessage } from '../../src/simulator/message/read-message.ts';
import { writeMessage } from '../../src/simulator/message/write-message.ts';
import { FALLBACK } from '../../src/simulator/services/fallback.ts';
import { serviceFor } from '../../src/simulator/services/index.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { elementsOf, isElement, NS, type XmlNode } from '../../src/simulator/xml/node.ts';
import { readXml } from '../../src/simulator/xml/read-xml.ts';
import { writeXml } from '../../src/simulator/xml/write-xml.ts';
import { contractsPresent } from '../contracts/official.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { bcssAlone, contracts, replyDocument, requestElement, requestMessage } from './bcss-alone.ts';

const town = new Town();
const asked = answered(contracts);
/** A provisional contract is ours, and those written from what clients send have no schema: their flow file is all there is. */
const isOfficial = ({ descriptor }: Contract): boolean => descriptor.status === 'official';
const subjects: readonly (readonly [who: string, ssin: string])[] = [
  ['somebody integrated', town.person(SPECIAL.householdOfFive).ssin],
  ['somebody never integrated', town.person(SPECIAL.neverIntegrated).ssin],
  ['somebody whose source is unavailable', town.person(SPECIAL.sourceUnavailable).ssin],
  ['somebody dead', town.person(SPECIAL.deceased).ssin],
  ['somebody born nobody knows when', town.person(SPECIAL.incompleteBirthDate).ssin],
  ['a replaced number', REPLACED_SSIN],
  ['a cancelled number', CANCELLED_SSIN],
  ['an unknown number', UNKNOWN_SSIN],
];

describe('every flow is answered', () => {
  it.each(asked.map((contract) => [contract.id, contract] as const))('by a service of its own: %s', (_id, contract) => {
    expect(serviceFor(contract)).not.toBe(FALLBACK);
  });

  it('and one that was imported a moment ago by a valid answer that holds nothing', () => {
    const contract = { ...byId('time-credit'), service: 'JustImported' };
    expect(serviceFor(contract)).toBe(FALLBACK);
  });

  it.each(asked.map((contract) => [contract.id, contract] as const))('by its own contract: %s', (_id, contract) => {
    const bcss = bcssAlone();
    for (const [, ssin] of subjects) {
      const document = replyDocument(bcss, contract, requestElement(contract, ssin));
      for (const payload of payloadsOf(document)) {
        expect(payload.local).toBe(contract.reply.local);
        expect(readMessage(payload, contract.reply).defects).toEqual([]);
      }
    }
  });

  it.skipIf(!contractsPresent)('validly by the official schemas, whoever is asked about', () => {
    const bcss = bcssAlone();
    for (const contract of asked.filter(isOfficial)) {
      const valid = officialXsd(contract.service, contract.version);
      for (const [who, ssin] of subjects) {
        const document = writeXml(replyDocument(bcss, contract, requestElement(contract, ssin)));
        expect(valid(document), `${contract.id} about ${who}`).toBeUndefined();
      }
    }
  });

  it.skipIf(!contractsPresent)('with faults that are valid by the official schemas', () => {
    const bcss = bcssAlone();
    for (const contract of asked.filter(isOfficial).filter(({ fault }) => fault !== undefined)) {
      const fault = replyDocument(bcss, contract, requestElement(contract, town.people[0]!.ssin), {
        kind: 'soap-fault',
      });
      const detail = elementsOf(elementsOf(fault).find(({ local }) => local === 'detail')!)[0]!;
      expect(officialXsd(contract.service, contract.version)(writeXml(detail)), contract.id).toBeUndefined();
    }
  });

  /** Their requests bring the integration along, ask about the directory itself, or about nobody. */
  const OPEN = /^(identify-person|manage-access|reference-manager|law65-|test-connection)/;

  it('by a refusal where it is about somebody whom the centre has not integrated', () => {
    const bcss = bcssAlone();
    const ssin = town.person(SPECIAL.neverIntegrated).ssin;
    const refused = asked.filter((contract) => {
      const reply = writeXml(replyDocument(bcss, contract, requestElement(contract, ssin)));
      return /MSG00012|INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS/.test(reply);
    });
    const aboutSomebody = asked.filter((contract) => {
      const { value } = readMessage(requestElement(contract, ssin), contract.request);
      const pointers = (contract.descriptor.subject ?? []).filter((place) => typeof place === 'string');
      return pointers.some((pointer) => textsAt(value, pointer).length > 0);
    });
    expect(refused.length).toBeGreaterThan(40);
    expect(refused.map(({ id }) => id)).toEqual(aboutSomebody.map(({ id }) => id).filter((id) => !OPEN.test(id)));
    // In SSDN the reply is left out then, and the summary says why.
    expect(refused.map(({ id }) => id)).toContain('pension-register');
  });

  /** The reply elements in a document: one of a SOAP service, those of an SSDN reply that have not been left out. */
  function payloadsOf(document: XmlNode): XmlNode[] {
    if (!isElement(document, NS.ssdn, 'SSDNReply')) return [document];
    const services = elementsOf(document).filter((part) => isElement(part, NS.ssdn, 'ServiceReply'));
    return services.flatMap((service) => elementsOf(service).slice(3));
  }
});

describe('messages by a contract', () => {
  const roots = contracts.flatMap((contract) =>
    (['request', 'reply', 'fault'] as const).flatMap((kind) => {
      const root = contract[kind];
      return root === undefined ? [] : [[`${contract.id} ${kind}`, root, contract] as const];
    }),
  );
  const suggestions = { ssin: town.people[0]!.ssin, cbeNumber: '0999999031', today: '2026-01-06' };

  it.each(roots)('are read as they were written: %s', (_name, root) => {
    const message = completeMessage({}, root, suggestions);
    const read = readMessage(readXml(writeXml(writeMessage(message, root))), root);
    expect(read).toEqual({ value: message, defects: [] });
  });

  it.skipIf(!contractsPresent)('are made up validly where nothing is known', () => {
    for (const [name, root, contract] of roots.filter(([, , of]) => isOfficial(of))) {
      const xml = writeXml(writeMessage(completeMessage({}, root, suggestions), root));
      expect(officialXsd(contract.service, contract.version)(xml), name).toBeUndefined();
    }
  });

  it('never lose a value that has no place in the contract', () => {
    const { reply } = byId('manage-access');
    expect(() => writeMessage({ OriginalRequest: {}, Surplus: 'x' }, reply)).toThrow('no part Surplus');
  });
});

describe('a request that is not in order', () => {
  const contract = byId('retrieve-ti-groups');
  const request = requestElement(contract, town.people[0]!.ssin);

  it('is a Client fault when something stands in it that has no place', () => {
    const strange = { ...request, children: [...request.children, { ...request, local: 'surplus', children: [] }] };
    expect(replyDocument(bcssAlone(), contract, strange).local).toBe('Fault');
  });

  it('is a Client fault when the order is another', () => {
    const upsideDown = { ...request, children: [...request.children].reverse() };
    expect(replyDocument(bcssAlone(), contract, upsideDown).local).toBe('Fault');
  });

  it('is answered with the name of a field that is missing', () => {
    const without = { ...request, children: elementsOf(request).filter(({ local }) => local !== 'legalContext') };
    const { value } = readMessage(replyDocument(bcssAlone(), contract, without), contract.reply);
    expect(value.status).toMatchObject({
      value: 'NO_RESULT',
      code: 'MSG00008',
      information: [{ fieldName: 'legalContext' }],
    });
  });

  it('is a Client fault wherever it is cut off', () => {
    const bcss = bcssAlone();
    for (const id of ['retrieve-ti-groups', 'manage-access']) {
      const own = byId(id);
      const { path, body } = requestMessage(own, requestElement(own, town.people[0]!.ssin));
      for (let length = 0; length < body.length; length += 7) {
        const cut = { path, body: body.slice(0, length), at: new Date(), certificate: '' };
        expect(bcss.reply(bcss.hear(cut)).status).toBe(500);
      }
    }
  });

  it('is a Client fault when the address serves another root', () => {
    const other = { ...request, local: 'retrieveSomethingElse' };
    expect(replyDocument(bcssAlone(), contract, other).local).toBe('Fault');
  });
});

describe('two revisions of one version', () => {
  it('are told apart by what the older one does not have', () => {
    const { request } = byId('retrieve-ti-groups.v1');
    const bcss = bcssAlone();
    const hear = (legalContext?: string): string | undefined => {
      const suggestions = { ssin: town.people[0]!.ssin, cbeNumber: '0999999031', today: '2026-01-06' };
      const element = writeMessage(completeMessage({ legalContext }, request, suggestions), request);
      const body = writeXml({ ...envelope, children: [{ ...soapBody, children: [element] }] });
      return bcss.hear({ path: '/SOA4520/RetrieveTIGroupsService/retrieveTI', body, at: new Date(), certificate: '' })
        .flow;
    };
    expect(hear('social issues')).toBe('retrieve-ti-groups.v1');
    // Nothing tells them apart here; the reply is valid by both.
    expect(hear()).toMatch(/^retrieve-ti-groups\.v1/);
  });

  it.skipIf(!contractsPresent)('are answered so that either schema accepts it', () => {
    const contract = byId('retrieve-ti-groups.v1');
    for (const person of town.people) {
      const bcss = bcssAlone();
      bcss.world.integrations.register({
        ssin: person.ssin,
        nisCode: '99901',
        qualityCode: 1,
        period: { start: '2026-01-01' },
      });
      const request = requestElement(contract, person.ssin, {
        searchInformation: { ssin: person.ssin, history: true },
      });
      const xml = writeXml(replyDocument(bcss, contract, request));
      for (const version of ['v1', 'v1-2012']) {
        expect(officialXsd('RetrieveTIGroups', version)(xml), `${person.key} ${version}`).toBeUndefined();
      }
    }
  });

  const soapBody = { namespace: NS.soap, local: 'Body', attributes: [], children: [] };
  const envelope = { namespace: NS.soap, local: 'Envelope', attributes: [], children: [] };
});

it('knows some thirty kinds of fault, each by name', () => {
  expect(FAULT_KINDS.length).toBeGreaterThan(25);
});

function byId(id: string): Contract {
  return contracts.find((contract) => contract.id === id)!;
}
