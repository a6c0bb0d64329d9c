/** What a caller can say: everything that a contract lets a customer say, but what the gateway says itself, and why it does. */
import { describe, expect, it } from 'vitest';
import { completeSsin } from '../../src/domain/ssin.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { FICTIONAL_ORGANISATION } from '../../src/organisations/organisations.ts';
import { type ContractPlace, OfficialSchemas } from '../../src/xsd/official-schemas.ts';
import { CONTRACTS, contractsPresent, manifest } from '../contracts/official.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { USER } from '../support/people.ts';
import { catalogue, fixtureOf, SENT_AT } from './fixture.ts';

/** Parts that no caller can give, each with the reason; one that is not named here is a silence that nobody decided. */
const NOT_THE_CALLERS: Readonly<Record<string, string>> = {
  '/informationCustomer': 'who asks, when and under which ticket: the gateway answers for it',
  '/informationCBSS': 'what BCSS stamps on its way',
  '/informationSupplier': 'what the institution stamps on its way',
  '/legalContext': 'context.legalContext',
  '/securityContext/legalContext': 'context.legalContext',
  '/securityContext/service': 'the service of Dolsis that CPAS are let into',
  '/securityContext/role': 'the only role that CPAS have in it',
  '/L036/processType': 'the form is asked for as such',
  '/Data/XML/L950/processType': 'the form is asked for as such',
  '/Data/XML/L950/version': 'the version that the flow speaks',
  '/Data/XML/A701/processType': 'the form is asked for as such',
  '/Data/XML/A701/version': 'the version that the flow speaks',
  '/Header/ClassicPrefix': 'a record of what stands elsewhere in the request',
  '/UniqueReference': 'the reference of the exchange',
  '/AuthorizedUser': 'context.user and the centre',
  '/KBOBCE': 'the centre',
  '/OCMW_CPAS/KboBceNumber': 'the centre',
  '/FileIdentification/KBOBCE': 'the centre',
};

const sendable = catalogue.all().filter(({ kind }) => kind !== 'notification');

describe('what cannot be said in a request', () => {
  it('is what the gateway says itself, for a reason, in each of the flows', () => {
    const silent = sendable.flatMap(({ descriptor }) =>
      Object.entries(descriptor.fill ?? {}).flatMap(([pointer, source]) =>
        typeof source === 'object' && 'default' in source ? [] : [pointer],
      ),
    );
    expect([...new Set(silent)].sort()).toEqual(Object.keys(NOT_THE_CALLERS).sort());
  });

  it('is written by nobody only where BCSS or an institution stamps it', () => {
    const omitted = sendable.flatMap(({ descriptor }) =>
      Object.entries(descriptor.fill ?? {}).flatMap(([pointer, source]) => (source === 'omit' ? [pointer] : [])),
    );
    expect(new Set(omitted)).toEqual(new Set(['/informationCBSS', '/informationSupplier']));
  });
});

const written = (id: string, payload: Payload, organisation = FICTIONAL_ORGANISATION): string => {
  const flow = catalogue.get(id);
  const legalContext = flow.legalContextOf(undefined);
  const user = { ssin: USER, email: organisation.email };
  expect(flow.check(payload)).toEqual([]);
  return flow.writeRequest(payload, { ticket: ticketOf(TICKET), sentAt: SENT_AT, organisation, user, legalContext });
};
const TICKET = '11111111-2222-4333-8444-555555555555';
const payloadOf = (id: string): Payload => fixtureOf(id).request.payload;

describe('a request can say', () => {
  it('that insurability and indemnities are asked about at once', () => {
    const window = { Period: { StartDate: '2025-01-01', EndDate: '2025-12-31' } };
    const { SSIN } = payloadOf('health-insurance');
    const xml = written('health-insurance', { SSIN, Assurability: window, Indemnity: window });
    expect(xml).toMatch(/Assurability.*Indemnity/s);
    expect(catalogue.get('health-insurance').check({ SSIN })).toMatchObject([{ rule: 'at-least-one' }]);
  });

  it('several invoices for heating', () => {
    const payload = structuredClone(payloadOf('heating-allocation')) as {
      ComputeAllocation: { Invoice: Payload[] };
    };
    payload.ComputeAllocation.Invoice.push({ ...payload.ComputeAllocation.Invoice[0], Quantity: 500 });
    expect(written('heating-allocation', payload).match(/:Invoice>|:Invoice /g)).toHaveLength(4);
  });

  it('an enterprise number with its leading zero, in every flow', () => {
    const numbers = sendable.flatMap(({ payloadSchema }) => enterpriseNumbersIn(payloadSchema));
    expect(numbers.length).toBeGreaterThan(5);
    for (const schema of numbers) expect(compileCheck(schema)('0999999031')).toEqual([]);
  });

  const dolsis = sendable.filter(({ id }) => id.startsWith('dolsis.'));

  it.each(dolsis.map(({ id }) => [id]))('that access is forced: %s', (id) => {
    const flow = catalogue.get(id);
    const payload = { ...payloadOf(id), securityContext: { forceDataAccess: true } };
    const xml = written(id, payload);
    expect(xml).toContain('<forceDataAccess>true</forceDataAccess>');
    expect(xml).toContain('<service>WELFARE</service>');
    if (contractsPresent) expect(officialXsd(flow.service, flow.version)(xml)).toBeUndefined();
    expect([flow.forcesAccess(payload), flow.forcesAccess(payloadOf(id))]).toEqual([true, false]);
    expect(flow.forcesAccess({ ...payload, securityContext: { forceDataAccess: false } })).toBe(false);
    expect(written(id, payloadOf(id))).not.toContain('forceDataAccess');
  });

  const bySector = { ...FICTIONAL_ORGANISATION, identifiedBy: 'sector' as const };

  it('that the centre is known by sector and institution, wherever the contract takes that', () => {
    const known = sendable.filter(({ descriptor }) => descriptor.fill?.['/informationCustomer'] === 'customer');
    const spoken = known.filter((flow) => {
      const xml = written(flow.id, payloadOf(flow.id), bySector);
      const says = xml.includes('<sector>17</sector><institution>1</institution>');
      expect(xml.includes(`<cbeNumber>${bySector.cbeNumber}</cbeNumber></customerIdentification>`)).toBe(!says);
      if (contractsPresent && flow.status === 'official')
        expect(officialXsd(flow.service, flow.version)(xml)).toBeUndefined();
      return says;
    });
    expect(known.filter((flow) => !spoken.includes(flow)).every(({ status }) => status !== 'official')).toBe(true);
    expect(spoken.length).toBeGreaterThan(50);
  });
});

describe.skipIf(!contractsPresent)(
  'the operator’s own copy of the contracts (skipped without the contracts folder)',
  () => {
    it('lets a number pass whose day is past 31, and nothing else that its pattern refuses', async () => {
      const { contracts } = manifest as unknown as { contracts: ContractPlace[] };
      const schemas = await OfficialSchemas.open(CONTRACTS, contracts, () => undefined);
      const id = 'handi.consult-payments';
      const about = (ssin: string): string => {
        const { payload } = fixtureOf(id).request;
        const [subject = ''] = catalogue.get(id).subjectsOf(payload);
        const xml = written(id, payload);
        return xml.replaceAll(`>${subject}<`, `>${ssin}<`);
      };
      expect(schemas.check(id, about(completeSsin('050045123')))).toBeUndefined();
      expect(schemas.check(id, about('05004512388'))).toContain('pattern');
      expect(schemas.check(id, about(completeSsin('051345123')))).toContain('pattern');
    });
  },
);

/** What a payload says of enterprise numbers: the schemas of the properties called so, their references followed. */
function enterpriseNumbersIn(document: AnnotatedSchema): AnnotatedSchema[] {
  const { $defs = {} } = document;
  const target = ({ $ref, ...schema }: AnnotatedSchema): AnnotatedSchema => {
    if ($ref !== undefined) return target($defs[$ref.replace('#/$defs/', '')] ?? {});
    return schema.items === undefined ? schema : target(schema.items);
  };
  const within = (value: unknown): AnnotatedSchema[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { properties = {} } = value as AnnotatedSchema;
    const own = Object.entries(properties).flatMap(([name, schema]) =>
      schema !== false && /^(kbo_?bce|cbeNumber|enterpriseNumber)/i.test(name) ? [target(schema)] : [],
    );
    return [...own, ...Object.values(value).flatMap(within)];
  };
  return within(document).filter(({ type }) => type !== 'object');
}
