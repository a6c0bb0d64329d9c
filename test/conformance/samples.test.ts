import { afterEach, describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/delivery/read-answer.ts';
import type { CbeNumber } from '../../src/domain/cbe-number.ts';
import type { ResultKind } from '../../src/domain/result.ts';
import { type Ticket, ticketOf } from '../../src/domain/ticket.ts';
import type { Filling } from '../../src/flows/fill.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { FICTIONAL_ORGANISATION } from '../../src/organisations/organisations.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { bodyElement, envelope, xmlStringElement } from '../../src/soap/write-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { childElements, textOf, type XmlElement } from '../../src/xml/tree.ts';
import { contractsPresent } from '../contracts/official.ts';
import { difference } from '../contracts/infoset.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { catalogue } from '../flows/fixture.ts';
import { USER } from '../support/people.ts';
import { claimOf, type Sample, samples } from './samples.ts';
import { Tally } from './tally.ts';
import { type JsonObject, unfilled } from './unfilled.ts';

const TICKET = ticketOf('11111111-2222-4333-8444-555555555555');
const tally = new Tally('samples');
const found = contractsPresent ? samples() : [];
const all = found.map((sample) => [sample.file, sample] as const);
const requests = all.filter(([, { root }]) => root?.kind === 'request');
const answers = all.filter(([, { root }]) => root !== undefined && root.kind !== 'request');

afterEach(({ task }) => {
  const sample = found.find(({ file }) => task.name.startsWith(file));
  if (sample !== undefined) tally.one(sample.root?.flow ?? sample.file, 'samples', task.result?.state !== 'fail');
});

function flowOf({ root }: Sample): Flow {
  return catalogue.get(root?.flow ?? '');
}

describe.skipIf(!contractsPresent)('every sample (skipped without the contracts folder)', () => {
  it.each(all)('%s is a message of a flow', (_file, { root, defect }) => {
    expect(defect).toBeUndefined();
    expect(root?.id).toBeDefined();
  });

  it.each(all.filter(([, { root, element }]) => root !== undefined && element !== undefined))(
    '%s is read without losing anything, and written as the same message',
    (_file, { root, element }) => {
      if (root === undefined || element === undefined) return;
      const { value, deviations } = root.read(element);
      expect(deviations).toEqual([]);
      const written = root.write(value);
      expect(difference(element, parseXml(written))).toBeUndefined();
      if (catalogue.get(root.flow).status === 'official')
        expect(officialXsd(root.facts.service, root.facts.version)(written)).toBeUndefined();
    },
  );
});

describe.skipIf(!contractsPresent)('every sample of a request (skipped without the contracts folder)', () => {
  it.each(requests)('%s is what the gateway sends for its payload', (_file, sample) => {
    const { element, root } = sample;
    if (element === undefined || root === undefined) return;
    const flow = flowOf(sample);
    const asked = flow.readRequest(element).value as JsonObject;
    const payload = unfilled(flow, asked);
    expect(flow.check(payload)).toEqual([]);
    const written = flow.writeRequest(payload, {
      ticket: TICKET,
      sentAt: new Date('2026-01-05T08:30:41Z'),
      organisation: FICTIONAL_ORGANISATION,
      user: { ssin: USER, email: FICTIONAL_ORGANISATION.email },
      legalContext: flow.legalContextOf(undefined),
    });
    expect(unfilled(flow, flow.readRequest(parseXml(written)).value as JsonObject)).toEqual(payload);
    if (flow.status === 'official') expect(officialXsd(flow.service, flow.version)(written)).toBeUndefined();
  });
});

describe.skipIf(!contractsPresent)('every SSDN request (skipped without the contracts folder)', () => {
  const ssdn = requests.filter(([, { root }]) => root?.facts.transport === 'ssdn');

  it.each(ssdn)('%s is sent as it stands by its user, under its reference, at its time', (_file, sample) => {
    const { element, root } = sample;
    if (element === undefined || root === undefined) return;
    const flow = flowOf(sample);
    const payload = unfilled(flow, flow.readRequest(element).value as JsonObject);
    const written = parseXml(flow.writeRequest(payload, fillingOf(sample)));
    expect(difference(element, written)).toBeUndefined();
    // Its spaces count, which the comparison of messages passes over.
    expect(textAt(written, 'ClassicPrefix')).toBe(textAt(element, 'ClassicPrefix'));
  });
});

describe.skipIf(!contractsPresent)('every SOAP request (skipped without the contracts folder)', () => {
  const soap = requests.filter(([, { root }]) => root?.facts.transport === 'soap');

  it.each(soap)('%s is sent as it stands by its customer, under its ticket, in its legal context', (_file, sample) => {
    const { element, root } = sample;
    if (element === undefined || root === undefined) return;
    const flow = flowOf(sample);
    const payload = unfilled(flow, flow.readRequest(element).value as JsonObject);
    expect(flow.check(payload)).toEqual([]);
    const { allowed = [] } = flow.descriptor.legalContext ?? {};
    const said = textAt(element, 'legalContext');
    if (said !== undefined && allowed.length > 0) expect(allowed).toContain(said);
    const legalContext = said ?? flow.legalContextOf(allowed[0]);
    const written = flow.writeRequest(payload, {
      ticket: (textAt(element, 'ticket') ?? '') as Ticket,
      sentAt: new Date(textAt(element, 'timestampSent') ?? ''),
      organisation: { ...FICTIONAL_ORGANISATION, cbeNumber: (textAt(element, 'cbeNumber') ?? '') as CbeNumber },
      user: { ssin: USER, email: FICTIONAL_ORGANISATION.email },
      legalContext,
    });
    // The same instant, said to the millisecond.
    expect(difference(element, parseXml(withoutAdded(sample, written).replace('.000+', '+')))).toBeUndefined();
  });
});

/** What we always say and three samples leave out: in which context data are asked for, which their contracts let be absent. */
const ALWAYS_SAID: readonly (readonly [RegExp, RegExp])[] = [
  [/Dolsis/, /<securityContext>.*<\/securityContext>/s],
  [/RetrieveTIGroups\/v5/, /<legalContext>[^<]*<\/legalContext>/],
];

function withoutAdded({ file }: Sample, written: string): string {
  return ALWAYS_SAID.filter(([name]) => name.test(file)).reduce((xml, [, part]) => xml.replace(part, ''), written);
}

/** Who sent a sample, and when, by its own header. */
function fillingOf({ document }: Sample): Filling {
  const said = (local: string): string => (document === undefined ? undefined : textAt(document, local)) ?? '';
  const reference = said('Reference');
  const [, year, month, day, hour, minute, second] = /^(.{4})(..)(..)T(..)(..)(..)$/.exec(said('TimeRequest')) ?? [];
  const tail = Number(reference.slice(5)).toString(16).padStart(12, '0');
  return {
    // The host's reference is the NIS code and ten digits made of the ticket's tail.
    ticket: ticketOf(`11111111-2222-4333-8444-${tail}`),
    // Winter time in Brussels.
    sentAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+01:00`),
    organisation: {
      ...FICTIONAL_ORGANISATION,
      cbeNumber: said('OrgUnit') as CbeNumber,
      nisCode: reference.slice(0, 5),
    },
    user: { ssin: said('UserID'), email: said('Email') },
    legalContext: undefined,
  };
}

/** The text of the first element of this name, at any depth. */
function textAt(element: XmlElement, local: string): string | undefined {
  if (element.local === local) return textOf(element);
  for (const child of childElements(element)) {
    const text = textAt(child, local);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What the name of a sample promises about its meaning. */
const CLAIMS: readonly (readonly [RegExp, readonly ResultKind[]])[] = [
  [/success|list/, ['found', 'partial']],
  [/negative|error|refus/, ['refused', 'nothing-found', 'partial']],
  [/fault/, ['refused']],
];

describe.skipIf(!contractsPresent)('every sample of an answer (skipped without the contracts folder)', () => {
  it.each(answers)('%s means what its name says', (_file, sample) => {
    const { result } = readAnswer(flowOf(sample), readEnvelope(parseXml(inEnvelope(sample))));
    const [, kinds = RESULTS] = CLAIMS.find(([name]) => name.test(claimOf(sample))) ?? [];
    expect(kinds).toContain(result.kind);
    if (result.kind === 'refused') expect(result.messages.length).toBeGreaterThan(0);
  });
});

const RESULTS: readonly ResultKind[] = ['found', 'nothing-found', 'partial', 'refused'];

/** The sample as it comes over the network; a fault element stands in a fault. */
function inEnvelope({ xml, document, root, element }: Sample): string {
  const content = xml.replace(/^\uFEFF?(?:<\?xml[^>]*\?>)?\s*(?:<!--[\s\S]*?-->\s*)*/, '').trim();
  if (flowTransport(root) === 'ssdn') return envelope(bodyElement(xmlStringElement(content)));
  if (root?.kind !== 'fault' || element === undefined || document !== element) return envelope(bodyElement(content));
  const detail = `<faultcode>soapenv:Server</faultcode><faultstring>fault</faultstring><detail>${content}</detail>`;
  return envelope(bodyElement(`<soapenv:Fault>${detail}</soapenv:Fault>`));
}

function flowTransport(root: Sample['root']): string | undefined {
  return root?.facts.transport;
}
