import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { ExchangeState } from '../../src/domain/exchange.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import { readAnswer } from '../../src/delivery/read-answer.ts';
import { readReplyEnvelope } from '../../src/soap/read-envelope.ts';
import type { Sent } from '../../src/transport/gate.ts';
import { NS } from '../../src/xml/names.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { cast, NOW } from '../signing/cast.ts';
import { daysFrom } from '../signing/identities.ts';
import { OTHER_PERSON } from '../support/people.ts';
import { accessReply, fault, fileFault, fileReply, signed, unsigned } from '../support/replies.ts';
import { FLOWS, PAYLOADS } from '../support/requests.ts';
import { DECLARED, FakeWorld, reply, TICKET } from './fakes.ts';

/** What an attempt must end as: outcome, code, next state. */
type End = readonly [outcome: Outcome, code: string | undefined, next: ExchangeState];

/** The same thing happening to a question, and to a declaration that must not be sent twice. */
type Event = readonly [name: string, sent: () => Sent | Promise<Sent>, question: End, declaration: End];

const question = (): FakeWorld => new FakeWorld(PAYLOADS.file);
const declaration = (): FakeWorld => new FakeWorld(PAYLOADS.register, DECLARED);

async function endOf(world: FakeWorld, sent: () => Sent | Promise<Sent>): Promise<End> {
  world.sent = sent;
  const result = await world.deliver();
  return [result?.outcome ?? 'unsendable', result?.code, result?.next.state ?? 'queued'];
}

const notSent = (reason: 'unreachable' | 'tls') => (): Sent => ({ kind: 'not-sent', reason, detail: 'x' });
const noReply = (reason: Extract<Sent, { kind: 'no-reply' }>['reason']) => (): Sent => ({
  kind: 'no-reply',
  reason,
  detail: 'x',
  body: Buffer.from('half'),
});
const html = (status: number) => (): Sent => reply('<html>no</html>', { status, contentType: 'text/html' });
const again = (code: string): [End, End] => [
  ['uncertain', code, 'waiting'],
  ['uncertain', code, 'reconciling'],
];
const whole = async (): Promise<Buffer> => signed(fileReply({ ticket: TICKET }));

const EVENTS: readonly Event[] = [
  [
    'a peer that cannot be reached',
    notSent('unreachable'),
    ['unreachable', 'bcss-unreachable', 'waiting'],
    ['unreachable', 'bcss-unreachable', 'waiting'],
  ],
  [
    'a failed handshake',
    notSent('tls'),
    ['unreachable', 'bcss-tls-refused', 'waiting'],
    ['unreachable', 'bcss-tls-refused', 'waiting'],
  ],
  ['no answer in time', noReply('timeout'), ...again('bcss-timeout')],
  ['a lost connection', noReply('connection-lost'), ...again('bcss-connection-lost')],
  ['an answer that is too large', noReply('too-large'), ...again('reply-too-large')],
  ['a compressed answer', noReply('encoding'), ...again('reply-malformed')],
  ...[502, 503, 504].map((status): Event => [`HTTP ${status} in HTML`, html(status), ...again('bcss-overloaded')]),
  ...[200, 303, 400, 500].map((status): Event => [`HTTP ${status} in HTML`, html(status), ...again('reply-malformed')]),
  ...[301, 302, 307, 308, 401, 403, 404, 405, 407, 410, 411, 413, 415].map((status): Event => [
    `HTTP ${status} of something in between, which can be sent again when the cause is mended`,
    html(status),
    ['refused', 'bcss-access-refused', 'dead-letter'],
    ['refused', 'bcss-access-refused', 'dead-letter'],
  ]),
  [
    'HTTP 429 of something in between',
    html(429),
    ['refused', 'bcss-overloaded', 'waiting'],
    ['refused', 'bcss-overloaded', 'waiting'],
  ],
  ['an empty answer', () => reply(''), ...again('reply-malformed')],
  ['half an answer', async () => reply((await whole()).subarray(0, -40)), ...again('reply-malformed')],
  [
    'an answer in another charset',
    async () => reply(await whole(), { contentType: 'text/xml; charset=iso-8859-1' }),
    ...again('reply-malformed'),
  ],
  [
    'an answer with a DOCTYPE',
    async () => reply(`<!DOCTYPE x>${(await whole()).toString().slice(38)}`),
    ...again('reply-malformed'),
  ],
  ['XML that is no SOAP', () => reply('<a/>'), ...again('reply-malformed')],
  ['an unsigned answer', () => reply(unsigned(fileReply({ ticket: TICKET }))), ...again('reply-signature-missing')],
  [
    'an answer altered on the way',
    async () => reply((await whole()).toString().replace('DATA_FOUND', 'NO_RESULT')),
    ...again('reply-signature-invalid'),
  ],
  [
    'an answer signed by somebody else',
    async () => reply(await signed(fileReply({ ticket: TICKET }), cast.attacker)),
    ...again('reply-signature-invalid'),
  ],
  [
    'an answer signed last week',
    async () => reply(await signed(fileReply({ ticket: TICKET }), cast.peer, daysFrom(NOW, -7))),
    ...again('reply-expired'),
  ],
  [
    'another service’s answer',
    async () => reply(await signed('<x xmlns="urn:other"></x>')),
    ...again('reply-malformed'),
  ],
];

describe('what came of sending', () => {
  it.each(EVENTS)('%s, of a question', async (_name, sent, end) => {
    expect(await endOf(question(), sent)).toEqual(end);
  });

  it.each(EVENTS)('%s, of a declaration', async (_name, sent, _question, end) => {
    expect(await endOf(declaration(), sent)).toEqual(end);
  });

  it.each(EVENTS)('%s, is kept as it came and never shown as an answer', async (_name, sent) => {
    const world = question();
    world.sent = sent;
    const result = await world.deliver();
    const came = await sent();
    expect(result?.reply?.body).toEqual(came.kind === 'not-sent' ? undefined : came.body);
    expect(result?.replyIsAnswer).toBe(false);
  });
});

describe('the answer to a question', () => {
  const filed = (wish: Partial<Parameters<typeof fileReply>[0]>) => async () =>
    reply(await signed(fileReply({ ticket: TICKET, ...wish })));
  const faulted =
    (code: string, ...codes: string[]) =>
    async () =>
      reply(await signed(fault(code, codes.length > 0 ? fileFault(TICKET, ...codes) : '')), { status: 500 });

  it.each<[string, () => Promise<Sent>, End]>([
    ['data', filed({}), ['answered', undefined, 'done']],
    ['no data', filed({ value: 'NO_DATA_FOUND' }), ['answered', undefined, 'done']],
    ['a word that we do not know', filed({ value: 'PERHAPS' }), ['answered', undefined, 'done']],
    ['"not integrated"', filed({ value: 'NO_RESULT', code: 'MSG00012' }), ['refused', 'bcss-refused', 'done']],
    [
      '"the source is not available"',
      filed({ value: 'NO_RESULT', code: 'MSG00002' }),
      ['refused', 'bcss-fault', 'waiting'],
    ],
    ['"an internal error"', filed({ value: 'NO_RESULT', code: 'MSG00003' }), ['refused', 'bcss-fault', 'waiting']],
    [
      'a refusal for a reason that we do not know',
      filed({ value: 'NO_RESULT', code: 'MSG99999' }),
      ['refused', 'bcss-refused', 'done'],
    ],
    [
      'another exchange’s ticket',
      filed({ ticket: '01a2076e-2eba-7d0f-ae5d-000000000000' }),
      ['uncertain', 'reply-not-ours', 'waiting'],
    ],
    ['no ticket', filed({ ticket: undefined }), ['uncertain', 'reply-not-ours', 'waiting']],
    [
      'our ticket in capitals and without hyphens',
      filed({ ticket: TICKET.toUpperCase().replaceAll('-', '') }),
      ['answered', undefined, 'done'],
    ],
    ['another person', filed({ ssin: OTHER_PERSON }), ['uncertain', 'reply-not-ours', 'waiting']],
    [
      'another person, but refused',
      filed({ ssin: OTHER_PERSON, value: 'NO_RESULT', code: 'MSG00006' }),
      ['refused', 'bcss-refused', 'done'],
    ],
    ['a fault that is ours', faulted('soapenv:Client'), ['refused', 'bcss-refused', 'done']],
    ['a fault that is ours, in SOAP 1.2’s word', faulted('Sender.Authentication'), ['refused', 'bcss-refused', 'done']],
    ['a fault that is ours, for a passing reason', faulted('Client', 'MSG00001'), ['refused', 'bcss-refused', 'done']],
    ['a fault that is theirs', faulted('soapenv:Server'), ['refused', 'bcss-fault', 'waiting']],
    [
      'a fault that is theirs, for a passing reason',
      faulted('Server', 'MSG00001'),
      ['refused', 'bcss-fault', 'waiting'],
    ],
    ['a fault that is theirs, for a final reason', faulted('Server', 'MSG00005'), ['refused', 'bcss-refused', 'done']],
    [
      'a fault that is theirs, for a final reason and another',
      faulted('Server', 'MSG00005', 'MSG99999'),
      ['refused', 'bcss-fault', 'waiting'],
    ],
    ['a fault with a code that nobody knows', faulted('Confused'), ['refused', 'bcss-fault', 'waiting']],
  ])('with %s', async (_name, sent, end) => {
    expect(await endOf(question(), sent)).toEqual(end);
  });

  it('that is refused for good after the last attempt is over, and so is one refused for now', async () => {
    const last = new FakeWorld(PAYLOADS.file, { attempt: 2 });
    expect(await endOf(last, filed({ value: 'NO_RESULT', code: 'MSG00002' }))).toEqual([
      'refused',
      'bcss-fault',
      'done',
    ]);
  });

  it('without a ticket counts where the contract has no place for one', async () => {
    const namespace = 'http://kszbcss.fgov.be/intf/TestConnectionServiceService/v1';
    const parts = '<echo>hello</echo><sslCertificate>x</sslCertificate>';
    const content = `<t:sendTestMessageResponse xmlns:t="${namespace}">${parts}</t:sendTestMessageResponse>`;
    const world = new FakeWorld(PAYLOADS.echo, { flow: 'test-connection' as never });
    expect(await endOf(world, async () => reply(await signed(content)))).toEqual(['answered', undefined, 'done']);
  });

  it('after "come back in two minutes" is asked for again no sooner than twice our own step', async () => {
    const world = new FakeWorld(PAYLOADS.file, { pace: 'background' });
    world.sent = reply('busy', { status: 503, contentType: 'text/plain', retryAfter: '120' });
    const { next } = (await world.deliver()) as AttemptResult;
    expect(next.delayMs).toBeGreaterThanOrEqual(60_000);
    expect(next.delayMs).toBeLessThanOrEqual(72_000);
  });

  it('after a date to come back at is asked for again no sooner, in any form of the date', async () => {
    for (const retryAfter of ['Thu, 31 Dec 2099 07:28:00 GMT', 'Thursday, 31-Dec-99 07:28:00 GMT']) {
      const world = new FakeWorld(PAYLOADS.file, { pace: 'background' });
      world.sent = reply('busy', { status: 429, contentType: 'text/plain', retryAfter });
      const { next } = (await world.deliver()) as AttemptResult;
      const isOver = retryAfter.includes('-99');
      expect(next.delayMs).toBeGreaterThanOrEqual(isOver ? 30_000 : 60_000);
      expect(next.delayMs).toBeLessThanOrEqual(isOver ? 36_000 : 72_000);
    }
  });

  it.each(['text/xml; charset=utf8', "text/xml;charset='UTF-8';", 'TEXT/XML ;'])(
    'under the Content-Type %s is read like any other',
    async (contentType) => {
      const world = question();
      world.sent = reply(await signed(fileReply({ ticket: TICKET })), { contentType });
      expect(await world.deliver()).toMatchObject({ outcome: 'answered' });
    },
  );

  it('may rest on the peer’s certificate where it does not sign, and on nothing where there is none', async () => {
    const world = question();
    world.peer = { ...world.peer, replySignature: 'when-present' };
    world.sent = reply(unsigned(fileReply({ ticket: TICKET })));
    expect(await world.deliver()).toMatchObject({ outcome: 'answered', trust: 'tls' });
    world.sent = reply(unsigned(fileReply({ ticket: TICKET })), { peerCertificate: '' });
    expect(await world.deliver()).toMatchObject({ outcome: 'uncertain', code: 'reply-signature-missing' });
    // A signature that is there must be right, whatever would do without it.
    world.sent = reply(await signed(fileReply({ ticket: TICKET }), cast.attacker));
    expect(await world.deliver()).toMatchObject({ outcome: 'uncertain', code: 'reply-signature-invalid' });
  });

  it('that we fail to read for a reason of our own is kept, and the question is asked again', async () => {
    const world = question();
    world.peer = {
      ...world.peer,
      trust: () => {
        throw new RangeError('a bug');
      },
    };
    expect(await endOf(world, filed({}))).toEqual(['uncertain', 'reply-malformed', 'waiting']);
    expect(world.results[0]?.reply?.body).toBeDefined();
  });
});

describe('a fault that says the message was not processed', () => {
  const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
  const inEnvelope = (inside: string, soap: string = NS.soap): string =>
    `<soap:Envelope xmlns:soap="${soap}"><soap:Body><soap:Fault>${inside}</soap:Fault></soap:Body></soap:Envelope>`;
  const failedCheck = inEnvelope(`<faultcode xmlns:w="${WSSE}">w:FailedCheck</faultcode><faultstring>x</faultstring>`);
  const mustUnderstand = inEnvelope('<faultcode>soap:MustUnderstand</faultcode><faultstring>x</faultstring>');
  const version12 = inEnvelope('<soap:Code><soap:Value>soap:VersionMismatch</soap:Value></soap:Code>', NS.soap12);
  const refused: End = ['refused', 'bcss-not-processed', 'done'];

  it.each([
    ['the signature did not pass the check, HTTP 500', () => reply(failedCheck, { status: 500 })],
    ['the same with HTTP 200', () => reply(failedCheck)],
    ['the same with HTTP 400', () => reply(failedCheck, { status: 400 })],
    ['the header is not understood', () => reply(mustUnderstand, { status: 500 })],
    [
      'SOAP 1.2 is expected',
      () => reply(version12, { status: 400, contentType: 'application/soap+xml; charset=utf-8' }),
    ],
    ['signed as every reply', async () => reply(await signed(fault('soapenv:MustUnderstand')), { status: 500 })],
  ])('ends a declaration as refused and does not repeat a question: %s', async (_what, sent) => {
    expect(await endOf(declaration(), sent)).toEqual(refused);
    expect(await endOf(question(), sent)).toEqual(refused);
  });

  it('counts unsigned by the TLS identity of the peer alone, and for nothing without one', async () => {
    const world = declaration();
    world.sent = reply(failedCheck, { status: 500 });
    expect(await world.deliver()).toMatchObject({ outcome: 'refused', trust: 'tls' });
    const nobody = declaration();
    expect(await endOf(nobody, () => reply(failedCheck, { status: 500, peerCertificate: '' }))).toEqual([
      'uncertain',
      'reply-signature-missing',
      'reconciling',
    ]);
  });

  it('does not count when it is signed by somebody else, or says more than a fault of the protocol', async () => {
    const theirs = async (): Promise<Sent> => reply(await signed(fault('soapenv:MustUnderstand'), cast.attacker));
    expect(await endOf(declaration(), theirs)).toEqual(['uncertain', 'reply-signature-invalid', 'reconciling']);
    const withContent = (): Sent => reply(unsigned(fault('soapenv:Client', fileFault(TICKET, 'MSG00006'))));
    expect(await endOf(question(), withContent)).toEqual(['uncertain', 'reply-signature-missing', 'waiting']);
    const open = (): Sent => reply(unsigned(fault('soapenv:Server')), { status: 500 });
    expect(await endOf(declaration(), open)).toEqual(['uncertain', 'reply-signature-missing', 'reconciling']);
  });

  it('of an address that is not available now is passing, for a declaration too', async () => {
    const away = '<faultcode xmlns:a="http://www.w3.org/2005/08/addressing">a:EndpointUnavailable</faultcode>';
    const sent = (): Sent => reply(inEnvelope(away), { status: 500 });
    expect(await endOf(declaration(), sent)).toEqual(['refused', 'bcss-overloaded', 'waiting']);
  });

  it('tells what to do', () => {
    const answer = readAnswer(FLOWS.get('manage-access'), readReplyEnvelope(parseXml(failedCheck)));
    expect(answer.result.messages).toEqual([
      expect.objectContaining({
        code: 'FailedCheck',
        text: 'x',
        explanation: expect.objectContaining({ en: expect.stringContaining('did not process') as string }) as object,
        remedy: expect.objectContaining({ nl: expect.stringContaining('certificaat') as string }) as object,
      }),
    ]);
  });
});

describe('the answer to a declaration', () => {
  const accessed = (wish: Partial<Parameters<typeof accessReply>[0]>) => async () =>
    reply(await signed(accessReply({ reference: TICKET, ...wish })));
  const faulted = (code: string) => async () => reply(await signed(fault(code)), { status: 500 });
  const unknown: End = ['uncertain', 'reply-not-ours', 'reconciling'];

  it.each<[string, () => Promise<Sent>, End]>([
    ['yes', accessed({}), ['answered', undefined, 'done']],
    ['yes, with a warning', accessed({ ok: 'WARNING', codes: ['20000001'] }), ['answered', undefined, 'done']],
    [
      'a warning that the proof does not match, which is a no',
      accessed({ ok: 'WARNING', codes: ['22007007'], registrations: [] }),
      ['refused', 'bcss-refused', 'done'],
    ],
    [
      'no, for a final reason',
      accessed({ ok: 'NO', codes: ['31000007'], payload: 'none' }),
      ['refused', 'bcss-refused', 'done'],
    ],
    [
      'no, for a passing reason that says it was not processed',
      accessed({ ok: 'NO', codes: ['MSG00001'], payload: 'none' }),
      ['refused', 'bcss-fault', 'waiting'],
    ],
    [
      'no, for a reason that leaves open whether it was processed',
      accessed({ ok: 'NO', codes: ['MSG00003'], payload: 'none' }),
      ['uncertain', 'outcome-unknown', 'reconciling'],
    ],
    ['a word that is none', accessed({ ok: 'MAYBE', payload: 'none' }), ['refused', 'bcss-refused', 'done']],
    ['yes, to another reference', accessed({ reference: 'another' }), unknown],
    ['yes, to no reference', accessed({ reference: undefined }), unknown],
    [
      'yes, to our reference without its hyphens',
      accessed({ reference: TICKET.replaceAll('-', '') }),
      ['answered', undefined, 'done'],
    ],
    ['yes, for another person', accessed({ ssin: OTHER_PERSON }), unknown],
    ['yes, to another action', accessed({ action: 'UNREGISTER' }), unknown],
    [
      'no, without a reference, since the header itself was refused',
      accessed({ ok: 'NO', reference: undefined, payload: 'none' }),
      ['refused', 'bcss-refused', 'done'],
    ],
    ['no, to another reference', accessed({ ok: 'NO', reference: 'another', payload: 'none' }), unknown],
    ['a fault that is ours', faulted('soapenv:Client'), ['refused', 'bcss-refused', 'done']],
    ['a fault that is theirs', faulted('soapenv:Server'), ['uncertain', 'bcss-fault', 'reconciling']],
    ['a fault without a code', faulted(''), ['uncertain', 'bcss-fault', 'reconciling']],
  ])('is %s', async (_name, sent, end) => {
    expect(await endOf(declaration(), sent)).toEqual(end);
  });

  it('that is uncertain goes to a person where no question would show its effect', async () => {
    const flow = { ...DECLARED, flow: 'alert-reaction' as never };
    const world = new FakeWorld(PAYLOADS.register, flow);
    world.openAttempt = 1;
    expect(await world.deliver()).toMatchObject({ outcome: 'uncertain', next: { state: 'undecided' } });
  });
});
