import { describe, expect, it } from 'vitest';
import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import type { Descriptor } from '../../src/flows/descriptor.ts';
import type { Filling } from '../../src/flows/fill.ts';
import { Flow } from '../../src/flows/flow.ts';
import type { FlowFile } from '../../src/flows/flow-file.ts';
import { parseXml } from '../../src/xml/parse.ts';

const text: AnnotatedSchema = { type: 'string' };
const NS = 'urn:access:v1';

const FILE: FlowFile = {
  'x-bcss': {
    service: 'Access',
    version: 'v1',
    operation: 'manage',
    transport: 'soap',
    soapAction: 'urn:access:manage',
    path: 'Access/v1/manage',
  },
  $defs: {
    request: {
      type: 'object',
      additionalProperties: false,
      xml: { name: 'manageRequest', namespace: NS },
      properties: {
        informationCustomer: {
          type: 'object',
          properties: {
            ticket: { ...text, maxLength: 32 },
            timestampSent: text,
            customerIdentification: { type: 'object', properties: { cbeNumber: text } },
          },
        },
        legalContext: text,
        action: { ...text, enum: ['LIST', 'REGISTER'] },
        person: { type: 'array', items: { type: 'object', properties: { ssin: text }, xml: {} } },
        note: { type: 'object', additionalProperties: false, properties: { reference: text } },
        mail: { type: 'object', additionalProperties: false, properties: { reference: text, line: text } },
      },
      required: ['informationCustomer', 'legalContext', 'action'],
    },
    reply: { type: 'object', xml: { name: 'manageResponse', namespace: NS }, properties: { status: text } },
    fault: { type: 'object', xml: { name: 'manageFault', namespace: NS }, properties: { reason: text } },
  },
};

const DESCRIPTOR: Descriptor = {
  titles: { fr: 'Accès', nl: 'Toegang', en: 'Access', de: 'Access' },
  status: 'provisional',
  kind: 'registration',
  kindWhen: [{ at: '/action', is: 'LIST', kind: 'consultation' }],
  subject: ['/person/*/ssin'],
  legalContext: { default: 'PCSA:SOCIAL_INQUIRY' },
  fill: {
    '/informationCustomer': 'customer',
    '/legalContext': 'legal-context',
    '/note/reference': 'reference',
    '/mail/reference': 'reference',
  },
};

function flowWith(more: Partial<Descriptor> = {}): Flow {
  return new Flow('access' as FlowId, FILE, { ...DESCRIPTOR, ...more }, (reference) => {
    throw new Error(reference);
  });
}

const FILLING: Filling = {
  ticket: ticketOf('0A1B2C3D-0000-7000-8000-00000000000F'),
  sentAt: new Date('2026-11-23T10:15:00.250Z'),
  organisation: {
    id: 'cpas',
    cbeNumber: completeCbeNumber('09999901'),
    nisCode: '99999',
    name: 'CPAS',
    email: 'cpas@fictiville.example',
    sector: 17,
    institution: 1,
  },
  user: { ssin: completeSsin('010101001'), email: 'user@fictiville.example' },
  legalContext: 'PCSA:SOCIAL_INQUIRY',
};

describe('a flow', () => {
  const flow = flowWith();

  it('reads or writes according to the payload, where the descriptor says so', () => {
    expect(flow.kindOf({ action: 'LIST' })).toBe('consultation');
    expect(flow.kindOf({ action: 'REGISTER' })).toBe('registration');
    expect(flow.kindOf({})).toBe('registration');
  });

  it('may be sent twice when it only reads, or when the descriptor says so', () => {
    expect(flow.resendSafe({ action: 'LIST' })).toBe(true);
    expect(flow.resendSafe({ action: 'REGISTER' })).toBe(false);
    expect(flowWith({ resend: 'safe' }).resendSafe({ action: 'REGISTER' })).toBe(true);
    expect(flowWith({ kind: 'consultation', resend: 'unsafe' }).resendSafe({ action: 'LIST' })).toBe(false);
    // The word is about the flow's own kind: a declaration among consultations is not safe because they are.
    expect(
      flowWith({
        kind: 'consultation',
        resend: 'safe',
        kindWhen: [{ at: '/action', is: 'REGISTER', kind: 'declaration' }],
      }).resendSafe({ action: 'REGISTER' }),
    ).toBe(false);
  });

  it('names each person it is about once', () => {
    const person = [{ ssin: 'A' }, { ssin: 'B' }, { ssin: 'A' }, {}];
    expect(flow.subjectsOf({ person })).toEqual(['A', 'B']);
    expect(flow.subjectsOf({})).toEqual([]);
  });

  it('tells apart what nobody knows and what the gateway fills in itself', () => {
    const problems = flow.check({
      action: 'LIST',
      other: 1,
      legalContext: 'X',
      informationCustomer: {},
      note: { reference: 'x' },
    });
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/other unknown-field',
      '/legalContext filled-by-gateway',
      '/informationCustomer filled-by-gateway',
      '/note filled-by-gateway',
    ]);
  });

  it('asks for what is left', () => {
    expect(flow.check({})).toEqual([{ pointer: '/action', rule: 'required' }]);
    expect(flow.check({ action: 'LIST' })).toEqual([]);
  });

  it('writes the whole request: the payload, and what it was not asked for', () => {
    const payload = { action: 'LIST', person: [{ ssin: '04021000188' }], mail: { line: 'x' } };
    const before = structuredClone(payload);
    expect(flow.writeRequest(payload, FILLING)).toBe(
      `<ns1:manageRequest xmlns:ns1="${NS}"><informationCustomer><ticket>0a1b2c3d000070008000` +
        `00000000000f</ticket><timestampSent>2026-11-23T11:15:00.250+01:00</timestampSent><customerIdentification>` +
        `<cbeNumber>${FILLING.organisation.cbeNumber}</cbeNumber></customerIdentification></informationCustomer>` +
        `<legalContext>PCSA:SOCIAL_INQUIRY</legalContext><action>LIST</action><person><ssin>04021000188</ssin></person>` +
        `<note><reference>0a1b2c3d-0000-7000-8000-00000000000f</reference></note>` +
        `<mail><reference>0a1b2c3d-0000-7000-8000-00000000000f</reference><line>x</line></mail></ns1:manageRequest>`,
    );
    expect(payload).toEqual(before);
  });

  it('leaves out what is omitted, and a legal context that nobody gave', () => {
    const omitting = flowWith({ fill: { '/informationCustomer': 'omit', '/legalContext': 'legal-context' } });
    expect(omitting.writeRequest({ action: 'LIST' }, { ...FILLING, legalContext: undefined })).toBe(
      `<ns1:manageRequest xmlns:ns1="${NS}"><action>LIST</action></ns1:manageRequest>`,
    );
  });

  it('reads its own reply and its own fault, and no other', () => {
    expect(
      flow.readReply(parseXml(`<manageResponse xmlns="${NS}"><status xmlns="">OK</status></manageResponse>`)).value,
    ).toEqual({
      status: 'OK',
    });
    expect(() => flow.readReply(parseXml(`<manageFault xmlns="${NS}"/>`))).toThrow('other-root');
    expect(flow.readFault(parseXml(`<manageFault xmlns="${NS}"/>`))?.value).toEqual({});
  });

  it('has no fault where the contract declares none', () => {
    const { request, reply } = FILE.$defs;
    const flow = new Flow('access' as FlowId, { ...FILE, $defs: { request, reply } }, DESCRIPTOR, () => request);
    expect(flow.fault).toBeUndefined();
    expect(flow.readFault(parseXml(`<manageFault xmlns="${NS}"/>`))).toBeUndefined();
    expect(flowWith().fault).toEqual({ namespace: NS, element: 'manageFault' });
  });

  it('describes its reply for those who read it', () => {
    expect(flow.replySchema).toMatchObject({
      xml: { name: 'manageResponse' },
      properties: { status: { type: 'string' } },
    });
  });

  it('takes the word of the descriptor over that of the contract', () => {
    expect(flow).toMatchObject({ path: 'Access/v1/manage', soapAction: 'urn:access:manage', deadlineMs: 30_000 });
    expect(flowWith({ path: 'x', soapAction: '', deadlineSeconds: 5 })).toMatchObject({
      path: 'x',
      soapAction: '',
      deadlineMs: 5_000,
    });
  });

  it("prefers the caller's legal context", () => {
    expect(flow.legalContextOf(undefined)).toBe('PCSA:SOCIAL_INQUIRY');
    expect(flow.legalContextOf('PCSA:DEBTS')).toBe('PCSA:DEBTS');
  });
});
