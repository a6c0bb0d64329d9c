/**
 * All services speak of one town: whatever one says about a person, an address or an enterprise, the others say too. Everybody is
 * asked about, by every SOAP consultation, with the requests of the fixtures; what comes back is searched for facts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { cbeNumberDefect } from '../../src/domain/cbe-number.ts';
import { ssinDefect } from '../../src/domain/ssin.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { isJsonObject, type Json, type JsonObject, textIn } from '../../src/simulator/json.ts';
import { registerName } from '../../src/simulator/services/names.ts';
import { EMPLOYERS } from '../../src/simulator/town/facets/employment.ts';
import { REAL_ESTATES } from '../../src/simulator/town/facets/real-estate.ts';
import type { Person } from '../../src/simulator/town/person.ts';
import { STREETS } from '../../src/simulator/town/places.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { contractsPresent } from '../contracts/official.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { catalogue, fixtureOf, requestXml } from '../flows/fixture.ts';
import { simulatedReply } from '../flows/simulated-reply.ts';
import { about, fixturePayload, knowingEverybody, replyValue, subjectsIn } from './asking.ts';

interface Told {
  readonly flow: Flow;
  readonly person: Person;
  readonly xml: string;
  readonly reply: JsonObject;
}

const town = new Town();
const consultations = catalogue
  .all()
  .filter(({ transport, kind }) => transport === 'soap' && kind === 'consultation')
  .filter((flow) => subjectsIn(flow, fixturePayload(flow)).length > 0);

let told: readonly Told[] = [];

beforeAll(() => {
  const bcss = knowingEverybody();
  told = consultations.flatMap((flow) =>
    town.people.map((person) => {
      const { context } = fixtureOf(flow.id).request;
      const request = requestXml({ ...fixtureOf(flow.id), request: { context, payload: about(flow, person.ssin) } });
      const xml = simulatedReply(flow, request, bcss);
      return { flow, person, xml, reply: replyValue(flow, xml) };
    }),
  );
});

describe('whoever is asked about', () => {
  it.skipIf(!contractsPresent)('is answered validly by the official schemas', () => {
    for (const { flow, person, xml } of told.filter(({ flow: { status } }) => status === 'official')) {
      const complaint = officialXsd(flow.service, flow.version)(withDaysTo31(xml));
      expect(complaint, `${flow.id} about ${person.key}`).toBeUndefined();
    }
  });

  it('is told nothing that was made up to fill a place', () => {
    for (const { flow, person, xml } of told) expect(xml, `${flow.id} about ${person.key}`).not.toContain('>FICTIF<');
  });

  it('has something in some service, and nothing in others', () => {
    const found = told.filter(({ reply }) =>
      ['DATA_FOUND', 'INCOMPLETE_DATA'].includes(textIn(reply, 'status', 'value') ?? ''),
    );
    expect(found.length).toBeGreaterThan(town.people.length * 2);
    expect(found.length).toBeLessThan(told.length / 2);
  });
});

describe('whatever a service tells', () => {
  it('is about people of the town, by number, name, sex and date of birth', () => {
    const seen = new Set<string>();
    for (const { flow, object } of objects()) {
      const ssin = textIn(object, 'ssin');
      if (ssin === undefined || ssinDefect(ssin) !== undefined) continue;
      const person = town.find(ssin);
      expect(person, `${flow.id} tells of ${ssin}`).toBeDefined();
      if (person === undefined) continue;
      seen.add(person.key);
      // An enterprise has a name of its own, also one that is a person.
      if (object.nossRegistrationNumber !== undefined) continue;
      expectSame(textIn(object, 'lastName') ?? textIn(object, 'name'), person.lastName, flow);
      expectSame(textIn(object, 'firstName') ?? textIn(object, 'firstName1'), person.firstNames[0], flow);
      expectSame(textIn(object, 'birthDate'), person.birth.date, flow);
      expectSame(textIn(object, 'gender')?.slice(0, 1), person.sex === 'M' ? 'M' : 'F', flow);
    }
    expect(seen.size).toBe(town.people.length);
  });

  it('stands at an address where somebody lives or lived, works, or owns something', () => {
    const known = new Set(addresses());
    const seen = new Set<string>();
    for (const { flow, object } of objects()) {
      const address = addressIn(object);
      if (address === undefined || !address.startsWith('99')) continue;
      seen.add(address);
      expect(known, `${flow.id} tells of ${address}`).toContain(address);
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('names enterprises by numbers that could be', () => {
    const numbers = objects().flatMap(({ object }) => {
      const number = textIn(object, 'cbeNumber') ?? textIn(object, 'enterpriseNumber');
      return number === undefined ? [] : [number];
    });
    expect(new Set(numbers).size).toBeGreaterThan(8);
    for (const number of numbers) expect(cbeNumberDefect(number)).toBeUndefined();
  });

  it('is never more than one answer about a marriage', () => {
    const spouses = new Map<string, Set<string>>();
    for (const { reply } of told) {
      const partner =
        textIn(reply, 'result', 'person', 'maritalStatusPartner', 'ssin') ??
        textIn(reply, 'businessData', 'person', 'partnerIdentity', 'ssin');
      const ssin =
        textIn(reply, 'result', 'person', 'ssin') ?? textIn(reply, 'businessData', 'person', 'ownerIdentity', 'ssin');
      if (partner === undefined || ssin === undefined) continue;
      spouses.set(ssin, (spouses.get(ssin) ?? new Set()).add(partner));
    }
    expect(spouses.size).toBeGreaterThan(3);
    for (const partners of spouses.values()) expect(partners.size).toBe(1);
  });
});

/**
 * The pattern of CommonV3 ends the day of a number at 31, which the registers have gone past since: everything else of such a reply
 * is compared.
 */
function withDaysTo31(xml: string): string {
  return xml.replace(/\b(\d{4})(?:3[2-9]|[4-9]\d)(\d{5})\b/g, (number, before: string, after: string) =>
    town.find(number) === undefined ? number : `${before}00${after}`,
  );
}

/** Every object anywhere in every reply. */
function objects(): readonly { flow: Flow; object: JsonObject }[] {
  return told.flatMap(({ flow, reply }) => within(reply).map((object) => ({ flow, object })));
}

function within(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(within);
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(within)] : [];
}

/** Names are written in capitals here, and with accents there. What a service does not tell is no contradiction. */
function expectSame(given: string | undefined, expected: string | undefined, { id }: Flow): void {
  if (given !== undefined) expect(registerName(given), id).toBe(registerName(expected ?? ''));
}

/** Postal code, street and number, when an object has all of them; in one language, whichever comes first. */
function addressIn(object: JsonObject): string | undefined {
  const postalCode = textOf(object, 'postalCode', 'zipCode', 'PostalCode');
  const houseNumber = textOf(object, 'houseNumber', 'houseNbr', 'houseNu');
  const street = [object.street, object.streetName].map(firstName).find((name) => name !== undefined);
  if (postalCode === undefined || houseNumber === undefined || street === undefined) return undefined;
  return `${postalCode} ${registerName(street)} ${houseNumber}`;
}

function textOf(object: JsonObject, ...keys: readonly string[]): string | undefined {
  return keys.map((key) => textIn(object, key)).find((text) => text !== undefined);
}

function firstName(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? textIn(value[0], 'value') : undefined;
}

function addresses(): string[] {
  const homes = town.households.flatMap((household) => household.addresses.map(({ address }) => address));
  const estates = REAL_ESTATES.map(({ municipality, street, houseNumber }) => ({
    municipality,
    street: STREETS[street],
    houseNumber,
  }));
  const desks = EMPLOYERS.flatMap(({ address, secretariat }) => [
    address,
    ...(secretariat ? [secretariat.address] : []),
  ]);
  return [...homes, ...estates, ...desks].flatMap(({ municipality, street, houseNumber }) =>
    Object.values(street.name).map((name) => `${municipality.postalCode} ${registerName(name)} ${houseNumber}`),
  );
}
