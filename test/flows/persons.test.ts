import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { PersonFinder } from '../../src/flows/persons/person-finder.ts';
import { completeSsin } from '../../src/domain/ssin.ts';

const CATALOGUE = loadCatalogue();
const PERSON = completeSsin('010312101');
const PARTNER = completeSsin('020415202');

const named = (flow: string, payload: Payload) => CATALOGUE.get(flow).personsIn(payload);
const posted = (criteria: Payload) => named('dolsis.find-posted-workers', { criteria });

describe('a message', () => {
  it('of every flow declares whom it can name, in the request and in the reply', () => {
    const undeclared = CATALOGUE.all().flatMap((flow) =>
      (['request', 'reply'] as const).flatMap((message) =>
        flow.undeclaredPersons(message).map(({ pointer }) => `${flow.id} ${message} ${pointer}`),
      ),
    );
    expect(undeclared).toEqual([]);
    expect(CATALOGUE.all().filter((flow) => flow.namesByNumber).length).toBeGreaterThan(65);
  });

  it.each([
    'national_nr',
    'social_security_nr',
    'passport_nr',
    'ssin_self_employed',
    'cbe_self_employed',
    'other',
    'unknown',
  ])('to the posted workers with a number of the type %s names a person', (type) =>
    expect(posted({ id: 'AB-123', type })).toEqual({ numbers: ['AB-123'], identified: 0 }),
  );

  it.each([undefined, 'a_type_of_tomorrow'])(
    'with a number of the type %s names a person: what is unknown is one',
    (type) => {
      expect(posted({ id: PERSON, ...(type !== undefined && { type }) }).numbers).toEqual([PERSON]);
    },
  );

  it.each(['foreign_noss', 'foreign_vat', 'declared_cbe', 'declared_noss', 'declared_feen', 'belgian_vat'])(
    'to the posted workers with a number of the type %s names an enterprise',
    (type) => expect(posted({ id: '0999999922', type }).numbers).toEqual([]),
  );

  it('to the posted workers by name tells a person without a number, and by enterprise nobody', () => {
    expect(posted({ lastName: 'Loinville', nationality: 111, scope: 'all' })).toEqual({ numbers: [], identified: 1 });
    expect(posted({ cbeNumber: '0999999922' })).toEqual({ numbers: [], identified: 0 });
  });

  it.each([
    PERSON,
    ` ${PERSON}`,
    `${PERSON.slice(0, 2)}.${PERSON.slice(2, 4)}.${PERSON.slice(4, 6)}-${PERSON.slice(6, 9)}-${PERSON.slice(9)}`,
  ])('with the number of a person in a field for something else names that person, written as %j', (written) => {
    expect(posted({ id: written, type: 'declared_cbe' }).numbers).toEqual([PERSON]);
    expect(named('test-connection', { echo: written }).numbers).toEqual([PERSON]);
    expect(named('annual-report', { report: { fund: [{ comment: written }] } }).numbers).toEqual([PERSON]);
    expect(named('alert-reaction', { motivations: { motivation: [{ comment: written }] } }).numbers).toEqual([PERSON]);
  });

  it('with the number of an alert or of a doctor that could be that of a person names nobody', () => {
    expect(named('alert-reaction', { motivations: { motivation: [{ alertId: PERSON }] } }).numbers).toEqual([]);
    const doctor = { medicalCover: { doctor: { healthCareProviderList: { nihiiNbr: [PERSON] } } } };
    expect(named('ecarmed-pswc.open-carmed', { proposal: { medicalCard: doctor } }).numbers).toEqual([]);
  });

  it('of the law of 1965 names each member of the household, those without a number too', () => {
    const member = (id: Payload) => ({ BeneficiaryID: id });
    const claim = {
      IdentificationA: {
        PrimaryBeneficiary: member({ SSIN: PERSON, Name: 'MIRAGE' }),
        SecondaryBeneficiary: [
          member({ SSIN: PARTNER, Name: 'MIRAGE' }),
          member({ Name: 'MIRAGE', BirthDate: '1909-00-00' }),
          member({ Firstname: 'ONESIME' }),
        ],
      },
    };
    expect(named('law65-ab', claim)).toEqual({ numbers: [PERSON, PARTNER], identified: 2 });
  });

  it('with the number and the identity of one person names one person', () => {
    const proof = { PersonData: { LastName: 'MIRAGE', FirstName: 'ANSELME', BirthDate: '1901-03-12' } };
    const byNumber = { SearchCriteria: { SSIN: PERSON }, VerificationData: proof };
    expect(named('identify-person', byNumber)).toEqual({ numbers: [PERSON], identified: 0 });
    const byName = { SearchCriteria: { PhoneticCriteria: { LastName: 'MIRAGE', BirthDate: '1901-03-12' } } };
    expect(named('identify-person', byName)).toEqual({ numbers: [], identified: 1 });
    expect(named('manage-access', { SSIN: PERSON, ProofOfAuthentication: proof })).toMatchObject({ identified: 0 });
  });

  it('about a medical card without the number of its holder tells a person without a number', () => {
    expect(named('ecarmed-consult.consult-carmed', { selectionCriteria: { eCarmedNumber: '123456789012' } })).toEqual({
      numbers: [],
      identified: 1,
    });
  });
});

describe('an answer', () => {
  const found = (flow: string, reply: Payload) => CATALOGUE.get(flow).foundIn(reply);

  it('shows partners, parents, members of the household and the number that replaced another', () => {
    const NationalNumber = { NationalNumber: PARTNER };
    expect(
      found('retrieve-ti-groups', { rrn_it_implicit: { FamilyMembers: { FamilyMember: [{ NationalNumber }] } } }),
    ).toEqual([PARTNER]);
    expect(
      found('dolsis.find-posted-workers', {
        result: { person: [{ ssin: PERSON, maritalStatusPartner: { ssin: PARTNER } }] },
      }),
    ).toEqual([PERSON, PARTNER]);
    expect(found('handi.consult-payments', { ssin: { replacedBy: PARTNER, value: PERSON } })).toEqual([
      PARTNER,
      PERSON,
    ]);
  });

  it('shows a person whose number stands in a remark, or in content that no schema describes', () => {
    expect(
      found('handi.consult-payments', { status: { information: [{ fieldName: 'SSIN', fieldValue: PARTNER }] } }),
    ).toEqual([PARTNER]);
    expect(found('heating-allocation', { any: [`<Allocation><SSIN>${PARTNER}</SSIN></Allocation>`] })).toEqual([
      PARTNER,
    ]);
  });

  it('shows nobody by what is no number of a person', () => {
    expect(found('handi.consult-payments', { ssin: { value: '00000000000' }, results: { x: '12345678901' } })).toEqual(
      [],
    );
  });
});

describe('a flow file of an operator', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flows-'));
    mkdirSync(join(folder, 'flows'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const text = { type: 'string' };
  const object = (properties: object) => ({ type: 'object', additionalProperties: false, properties });
  const message = (properties: object, name: string) => ({ ...object(properties), xml: { name, namespace: 'urn:s' } });

  function load(request: object, reply: object, descriptor: object = {}, more: object = {}): () => unknown {
    const flow = {
      'x-bcss': { service: 'S', version: 'v1', operation: 'ask', transport: 'soap' },
      $defs: { request: message(request, 'ask'), reply: message(reply, 'answer'), ...more },
    };
    const titles = { fr: 'a', nl: 'b', en: 'c', de: 'd' };
    writeFileSync(join(folder, 'flows/ask.json'), JSON.stringify(flow));
    writeFileSync(
      join(folder, 'flows/ask.flow.json'),
      JSON.stringify({ titles, status: 'provisional', kind: 'consultation', ...descriptor }),
    );
    return () => loadCatalogue([join(folder, 'flows')]).get('ask');
  }

  it.each<[string, object]>([
    ['/insz', { insz: text }],
    ['/TargetNISS', { TargetNISS: text }],
    ['/nationalNumber', { nationalNumber: text }],
    ['/person/socialSecurityUser', { person: object({ socialSecurityUser: text }) }],
    ['/bisNbr', { bisNbr: text }],
    ['/who', { who: { type: 'string', pattern: '^[0-9]{11}$' } }],
    ['/who', { who: { type: 'string', maxLength: 11 } }],
    ['/who', { who: { ...text, 'x-identifier': 'ssin' } }],
    ['/who', { who: { $ref: '#/$defs/InszType' } }],
    ['/who', { who: { anyOf: [{ $ref: '#/$defs/InszType' }, { type: 'null' }] } }],
    ['/parts/insz', { parts: { type: 'array', items: object({ insz: text }), xml: { nodeType: 'none' } } }],
    ['/search/id', { search: object({ id: text, type: text }) }],
    ['/search/value', { search: { type: 'array', items: object({ value: text, qualifier: text }) } }],
    ['/lastName', { lastName: text }],
    ['/name', { name: text, firstName: text }],
    ['/dateOfBirth', { dateOfBirth: { type: 'string', format: 'xsd-date' } }],
    ['/passportNumber', { passportNumber: text }],
    ['/identityCardNumber', { identityCardNumber: text }],
  ])('with an undeclared person at %s is refused, and told what to declare', (pointer, properties) => {
    const more = { InszType: text };
    expect(load(properties, {}, {}, more)).toThrow(`the request can name a person at ${pointer} (`);
    expect(load({}, properties, {}, more)).toThrow(`the reply can name a person at ${pointer} (`);
    expect(load(properties, {}, {}, more)).toThrow(
      'declare each in "subject", or in "nobody" with the reason why it is no person',
    );
    expect(load({}, properties, {}, more)).toThrow('declare each in "found", or in "nobody"');
  });

  it('is taken when each person is declared, or said to be nobody with a reason', () => {
    const request = { insz: text, contact: object({ lastName: text }) };
    const reply = { rows: { type: 'array', items: object({ insz: text }) } };
    const descriptor = {
      subject: ['/insz'],
      found: ['/**/insz'],
      echo: [{ request: '/insz', among: ['/rows/*/insz'] }],
      nobody: { request: { '/contact/lastName': 'the official who asks' } },
    };
    expect(load(request, reply, descriptor)).not.toThrow();
    expect(load(request, reply, { ...descriptor, nobody: { request: { '/contact/lastName': '' } } })).toThrow(
      /ask\.flow\.json/,
    );
  });

  it('whose reply names persons is refused until it says where it names who was asked, or why it cannot', () => {
    const [request, reply] = [{ insz: text }, { insz: text }];
    const declared = { subject: ['/insz'], found: ['/insz'] };
    expect(load(request, reply, declared)).toThrow(/ask\.flow\.json: the reply names persons; say in "echo"/);
    expect(load(request, reply, { ...declared, echoNone: 'The service gives a list of its own.' })).not.toThrow();
    expect(load(request, reply, { ...declared, echo: [{ request: '/insz', reply: '/insz' }] })).not.toThrow();
  });

  it('is refused for a pattern that means nothing', () => {
    expect(load({ x: text }, {}, { subject: ['/**/insz'] })).toThrow('subject/0: the request has no /**/insz');
  });

  it('need not declare what the gateway fills in, nor what cannot be a number', () => {
    const request = {
      user: object({ ssin: text }),
      ssinStatus: { ...text, enum: ['ACTIVE'] },
      passing: text,
      missing: text,
    };
    expect(load(request, {}, { fill: { '/user': 'authorized-user' } })).not.toThrow();
  });
});

describe('a place in a list', () => {
  it('is the same place with a step into the list and without', () => {
    const places = [{ identity: ['/row/lastName'], besides: '/row/*/ssin' }];
    const value = { type: 'string' } as const;
    const row = { type: 'object', properties: { ssin: value, lastName: value } } as const;
    const schema = { type: 'object', properties: { row: { type: 'array', items: row } } } as const;
    const finder = new PersonFinder(schema, { places, nobody: {} }, () => ({}));
    const rows = [{ ssin: PERSON, lastName: 'A' }, { lastName: 'B' }, { ssin: PARTNER }];
    expect(finder.find({ row: rows })).toEqual({ numbers: [PERSON, PARTNER], identified: 1 });
  });
});

describe('a condition', () => {
  it('of an item of a list says nothing about the next one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flows-'));
    mkdirSync(join(folder, 'flows'));
    const row = {
      type: 'object',
      additionalProperties: false,
      properties: { id: { type: 'string' }, type: { type: 'string' } },
    };
    const root = { type: 'object', additionalProperties: false, properties: { row: { type: 'array', items: row } } };
    const flow = {
      'x-bcss': { service: 'S', version: 'v1', operation: 'ask', transport: 'soap' },
      $defs: {
        request: { ...root, xml: { name: 'ask', namespace: 'urn:s' } },
        reply: { type: 'object', xml: { name: 'answer', namespace: 'urn:s' } },
      },
    };
    writeFileSync(join(folder, 'flows/ask.json'), JSON.stringify(flow));
    writeFileSync(
      join(folder, 'flows/ask.flow.json'),
      JSON.stringify({
        titles: { fr: 'a', nl: 'b', en: 'c', de: 'd' },
        status: 'provisional',
        kind: 'consultation',
        subject: [{ number: '/row/*/id', unless: { at: '/row/*/type', is: ['CBE'] } }],
      }),
    );
    const ask = loadCatalogue([join(folder, 'flows')]).get('ask');
    rmSync(folder, { recursive: true });
    const rows = [{ id: 'A', type: 'CBE' }, { id: 'B', type: 'SSIN' }, { id: 'C' }];
    expect(ask.personsIn({ row: rows }).numbers).toEqual(['B', 'C']);
  });
});
