import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { RETRY_DELAYS_MS } from '../../src/domain/pace.ts';
import { SignatureRefused, verifyEnvelope } from '../../src/signing/verify.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { cast, NOW, pinned } from '../signing/cast.ts';
import { ORGANISATION } from '../support/organisations.ts';
import { PERSON, USER } from '../support/people.ts';
import { accessReply, fileReply, signed, unsigned } from '../support/replies.ts';
import { PAYLOADS } from '../support/requests.ts';
import { DECLARED, FakeWorld, reply, TICKET } from './fakes.ts';

const consultation = () => new FakeWorld(PAYLOADS.file);
const declaration = () => new FakeWorld(PAYLOADS.register, DECLARED);

describe('one attempt', () => {
  it('loads, builds, signs, commits the intent, sends, verifies, and records', async () => {
    const world = consultation();
    world.sent = reply(await signed(fileReply({ ticket: TICKET })));
    const result = await world.deliver();
    expect(result?.reply).toMatchObject({ found: [PERSON], details: { found: [PERSON] } });
    expect(world.journal).toEqual(['claim', 'load', 'build', 'sign', 'intent', 'send', 'verify', 'result']);
    expect(result).toMatchObject({
      attempt: 1,
      outcome: 'answered',
      trust: 'signature',
      resultKind: 'found',
      ticketCbss: '00000000-0000-4000-8000-000000000007',
      replyIsAnswer: true,
      httpStatus: 200,
      next: { state: 'done' },
    });
    expect(world.metrics).toEqual(['retrieve-ti-groups answered']);
  });

  it('finds nobody in a reply that is not believed: it is evidence, and shown to nobody', async () => {
    const world = consultation();
    world.sent = reply(unsigned(fileReply({ ticket: TICKET })));
    const result = await world.deliver();
    expect(result).toMatchObject({ outcome: 'uncertain', replyIsAnswer: false });
    expect(result?.reply?.found).toBeUndefined();
  });

  it('sends exactly the bytes that the intent has, and keeps exactly those that came back', async () => {
    const world = consultation();
    const bytes = await signed(fileReply({ ticket: TICKET }));
    world.sent = reply(bytes);
    const result = await world.deliver();
    expect(world.messages[0]?.body).toBe(world.intents[0]?.entry.body);
    expect(result?.reply?.body).toEqual(bytes);
    expect(result?.result.details).toMatchObject({ trust: 'signature', httpStatus: 200, next: 'done' });
  });

  it('says in the message who asks, for whom, under which ticket, and signs it', async () => {
    const world = consultation();
    await world.deliver();
    const [message] = world.messages;
    const text = message?.body.toString() ?? '';
    for (const said of [PERSON, TICKET, ORGANISATION.cbeNumber, 'PCSA:SOCIAL_INQUIRY']) expect(text).toContain(said);
    expect(message?.url).toBe('https://bcss.example/SOA4520/RetrieveTIGroupsService/v2/retrieveTI');
    const seen = readEnvelope(parseXml(message?.body ?? Buffer.alloc(0)));
    const check = { trust: pinned(cast.successor), now: NOW, clockSkewMs: 0 };
    expect(verifyEnvelope(seen, check).fingerprint256).toBe(cast.successor.certificate.fingerprint256);
  });

  it('puts an SSDN document into the connector’s text, with the user and our address where none was given', async () => {
    const world = declaration();
    await world.deliver();
    const text = world.messages[0]?.body.toString() ?? '';
    expect(world.messages[0]?.url).toBe('https://bcss.example/connector');
    expect(text).toContain(`&lt;ssdn:UserID&gt;${USER}&lt;/ssdn:UserID&gt;`);
    expect(text).toContain(`&lt;ssdn:Email&gt;${ORGANISATION.email}&lt;/ssdn:Email&gt;`);
    expect(text).toContain(`&lt;ssdn:Reference&gt;${TICKET}&lt;/ssdn:Reference&gt;`);
  });

  it('gives a declaration a connection of its own, and a question one that is kept', async () => {
    const worlds = [declaration(), consultation()];
    for (const world of worlds) await world.deliver();
    expect(worlds.map(({ messages }) => messages[0]?.freshConnection)).toEqual([true, false]);
  });

  it('keeps a signature that must not travel in the intent, where it proves the very bytes that did', async () => {
    const world = consultation();
    world.peer = { ...world.peer, signatureMode: 'detached', basicCredentials: { user: 'é', password: 'ü:' } };
    await world.deliver();
    const [message] = world.messages;
    const body = message?.body.toString() ?? '';
    expect(body).not.toContain('Security');
    expect(message?.headers['authorization']).toBe(`Basic ${Buffer.from('é:ü:').toString('base64')}`);
    const { signature } = world.intents[0]?.entry.details as { signature: string };
    const whole = body.replace('<soapenv:Body', `<soapenv:Header>${signature}</soapenv:Header><soapenv:Body`);
    const check = { trust: pinned(cast.successor), now: NOW, clockSkewMs: 0 };
    expect(() => verifyEnvelope(readEnvelope(parseXml(Buffer.from(whole))), check)).not.toThrow();
    const other = whole.replace(PERSON, USER);
    expect(() => verifyEnvelope(readEnvelope(parseXml(Buffer.from(other))), check)).toThrow(SignatureRefused);
  });

  it('writes one line, with nothing of a person on it', async () => {
    const world = consultation();
    world.sent = reply(await signed(fileReply({ ticket: TICKET })));
    await world.deliver();
    expect(world.lines.of('delivery.attempted')).toMatchObject([{ outcome: 'answered', state: 'done', attempt: 1 }]);
    for (const secret of [PERSON, USER]) expect(world.lines.text()).not.toContain(secret);
  });
});

describe('nothing is sent', () => {
  it('when there is nothing to claim', async () => {
    const world = consultation();
    world.claim = () => Promise.resolve(undefined);
    await world.deliver();
    expect([world.messages, world.results]).toEqual([[], []]);
  });

  it('when the intent was refused, and nothing is said about it either', async () => {
    const world = declaration();
    world.intentIsTaken = false;
    await world.deliver();
    expect(world.journal).not.toContain('send');
    expect(world.results).toEqual([]);
  });

  it('when the intent could not be committed', async () => {
    const world = declaration();
    world.onIntent = () => {
      throw new GatewayError('database-unavailable');
    };
    await expect(world.deliver()).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(world.journal).not.toContain('send');
  });

  it('when so much time has passed since that the lease may be somebody else’s', async () => {
    const world = declaration();
    world.onIntent = () => world.clock.pass(13_001);
    expect(await world.deliver()).toMatchObject({ attempt: 1, outcome: 'unreachable', next: { state: 'waiting' } });
    expect(world.journal).not.toContain('send');
    const quick = declaration();
    quick.onIntent = () => quick.clock.pass(12_999);
    await quick.deliver();
    expect(quick.journal).toContain('send');
  });

  it.each<[string, (world: FakeWorld) => void]>([
    ['its flow is gone', (world) => (world.exchange = { ...world.exchange, flow: 'gone' as never })],
    ['its centre is gone', (world) => (world.exchange = { ...world.exchange, organisation: 'gone' })],
    [
      'its content was destroyed',
      (world) =>
        (world.request = () =>
          Promise.resolve({ at: NOW, contentType: undefined, details: undefined, body: undefined })),
    ],
    [
      'its content cannot be opened',
      (world) => (world.request = () => Promise.reject(new Error('sealed under another key'))),
    ],
  ])('when %s: it lies in the dead letters, whole, instead of coming back for ever', async (_name, spoil) => {
    for (const world of [declaration(), consultation()]) {
      spoil(world);
      const result = await world.deliver();
      expect(result).toMatchObject({ outcome: 'unsendable', code: 'unsendable', next: { state: 'dead-letter' } });
      expect(result?.attempt).toBeUndefined();
      expect([world.intents, world.messages]).toEqual([[], []]);
    }
  });

  it('when it asks for what the quality code does not allow, whoever accepted or requeued it', async () => {
    const world = new FakeWorld({ ...PAYLOADS.register, Period: { StartDate: '2026-01-05' } }, DECLARED);
    const result = await world.deliver();
    expect(result).toMatchObject({
      outcome: 'unsendable',
      code: 'integration-not-allowed',
      next: { state: 'dead-letter' },
      result: { details: { defect: '/Period/EndDate period-end-missing' } },
    });
    expect([world.intents, world.messages]).toEqual([[], []]);
  });

  it('and nothing is concluded while the log cannot be read', async () => {
    const world = declaration();
    world.request = () => Promise.reject(new GatewayError('database-unavailable'));
    await expect(world.deliver()).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(world.results).toEqual([]);
  });
});

describe('an attempt that a worker began and nobody ended', () => {
  it('is closed as uncertain, and nothing is sent in the same breath', async () => {
    const world = declaration();
    world.openAttempt = 1;
    world.exchange = { ...world.exchange, attempt: 1 };
    const result = await world.deliver();
    expect(result).toMatchObject({
      attempt: 1,
      outcome: 'uncertain',
      code: 'attempt-interrupted',
      next: { state: 'reconciling' },
    });
    expect(world.messages).toEqual([]);
  });

  it('of a question is followed by another attempt', async () => {
    const world = consultation();
    world.openAttempt = 1;
    world.exchange = { ...world.exchange, attempt: 1 };
    expect(await world.deliver()).toMatchObject({ outcome: 'uncertain', next: { state: 'waiting', delayMs: 2_000 } });
  });

  it('of a flow that is gone is left to a person, if it was a declaration', async () => {
    const world = declaration();
    world.openAttempt = 1;
    world.exchange = { ...world.exchange, attempt: 1, flow: 'gone' as never };
    expect(await world.deliver()).toMatchObject({ next: { state: 'undecided' } });
  });
});

describe('a reply in hand', () => {
  const answered = async (): Promise<FakeWorld> => {
    const world = declaration();
    world.sent = reply(await signed(accessReply({ reference: TICKET })));
    return world;
  };

  it('is recorded when the database is back, if that does not take too long', async () => {
    const world = await answered();
    let failures = 10;
    world.onResult = () => {
      if (failures-- > 0) throw new GatewayError('database-unavailable');
    };
    expect(await world.deliver()).toMatchObject({ outcome: 'answered', next: { state: 'done' } });
    expect(world.journal.filter((step) => step === 'send')).toHaveLength(1);
  });

  it('is given up after a minute, and a fault of the statement is not waited for at all', async () => {
    const world = await answered();
    world.onResult = () => {
      throw new GatewayError('database-unavailable');
    };
    await expect(world.deliver()).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(world.clock.now().getTime() - NOW.getTime()).toBe(60_000);
    const other = await answered();
    other.onResult = () => {
      throw new TypeError('a bug');
    };
    await expect(other.deliver()).rejects.toThrow('a bug');
    expect(other.clock.now()).toEqual(NOW);
  });

  it('that belongs to a claim which was overtaken is recorded as such', async () => {
    const world = await answered();
    world.stillHeld = false;
    await world.deliver();
    expect(world.lines.of('delivery.attempted')).toMatchObject([{ state: 'fenced' }]);
  });
});

describe('the pace', () => {
  it.each([
    ['interactive', RETRY_DELAYS_MS.interactive],
    ['background', RETRY_DELAYS_MS.background],
  ] as const)('of %s attempts is the one of the table, and it ends', async (pace, delays) => {
    for (const [i, delayMs] of delays.entries()) {
      const world = new FakeWorld(PAYLOADS.file, { pace, attempt: i });
      expect(await world.deliver()).toMatchObject({ attempt: i + 1, next: { state: 'waiting', delayMs } });
    }
    const last = new FakeWorld(PAYLOADS.file, { pace, attempt: delays.length });
    expect(await last.deliver()).toMatchObject({ outcome: 'unreachable', next: { state: 'dead-letter' } });
  });

  it('starts anew after a requeue, while the attempts go on counting', async () => {
    const world = new FakeWorld(PAYLOADS.file, { attempt: 3, attemptBase: 3 });
    expect(await world.deliver()).toMatchObject({ attempt: 4, next: { state: 'waiting', delayMs: 2_000 } });
  });
});
