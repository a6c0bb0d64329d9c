import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { verifyEnvelope } from '../../src/signing/verify.ts';
import { readFault } from '../../src/soap/fault.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { cast, NOW, pinned } from '../signing/cast.ts';
import { daysFrom } from '../signing/identities.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { OTHER_ORGANISATION } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { signed, unsigned } from '../support/replies.ts';
import { acknowledgementIn, BackDoor, CONTRACT, notificationText } from './fixture.ts';

let door: BackDoor;
beforeAll(async () => {
  door = await BackDoor.open();
});
afterAll(() => door.close());

async function countMutations(number: string): Promise<number> {
  const rows = await door.pool.query('SELECT FROM gateway.mutation WHERE source_id = $1', [number]);
  return rows.length;
}

async function lastEntry() {
  const entry = (await door.entries()).at(-1);
  if (entry === undefined) throw new Error('no entry');
  const content = await door.archive.read(door.logPool, entry.index as never);
  return { ...entry, body: content?.body?.toString(), details: content?.details };
}

describe('a notification that BCSS signed', () => {
  it('is acknowledged item by item, under our signature', async () => {
    const answer = await door.push([{ number: 'a-1' }, { number: 'a-2', ssin: OTHER_PERSON }]);
    expect(answer).toMatchObject({ status: 200, contentType: 'text/xml; charset=utf-8' });
    expect(acknowledgementIn(answer)).toEqual({
      status: 'OK',
      code: 'MSG00000',
      items: [
        { mutationNumber: 'a-1', value: 'ACCEPTED' },
        { mutationNumber: 'a-2', value: 'ACCEPTED' },
      ],
    });
    const envelope = readEnvelope(parseXml(Buffer.from(answer.body)));
    const trust = { trust: pinned(cast.successor), now: NOW, clockSkewMs: 1000 };
    expect(verifyEnvelope(envelope, trust).raw).toEqual(cast.successor.certificate.raw);
  });

  it('is in the log byte for byte, under its centre and the persons it is about', async () => {
    const bytes = await signed(
      notificationText([{ number: 'b-1' }, { number: 'b-2' }, { number: 'b-3', ssin: OTHER_PERSON }]),
    );
    await door.knock(bytes);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ organisation: CENTRE, body: bytes.toString() });
    expect(entry.details).toMatchObject({
      found: [PERSON, OTHER_PERSON],
      mutations: 3,
      certificate: cast.peer.certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    });
    const persons = await door.logPool.query('SELECT role FROM gateway.entry_subject WHERE entry_index = $1', [
      entry.index,
    ]);
    expect(persons).toEqual([{ role: 'found' }, { role: 'found' }]);
  });

  it('sets the courier going, and is one line of the process log without a person in it', async () => {
    const before = door.nudges;
    await door.push([{ number: 'c-1' }]);
    expect(door.nudges).toBe(before + 1);
    expect(door.lines.of('mutation.received').at(-1)).toMatchObject({
      organisation: CENTRE,
      flow: 'mutations',
      mutations: 1,
      refused: 0,
      index: Number((await lastEntry()).index),
    });
    expect(door.lines.text()).not.toContain(PERSON);
  });

  it('goes to the centre it names', async () => {
    await door.push([{ number: 'd-1' }], OTHER_ORGANISATION.cbeNumber);
    expect(await lastEntry()).toMatchObject({ organisation: OTHER_CENTRE });
  });

  it('with one bad item among good ones is taken without it, and says which', async () => {
    const wrong = `${PERSON.slice(0, 9)}${PERSON.endsWith('00') ? '01' : '00'}`;
    const answer = await door.push([{ number: 'e-1' }, { number: 'e-2', ssin: wrong }, { number: 'e-3' }]);
    expect(acknowledgementIn(answer)).toEqual({
      status: 'NOK',
      code: 'PARTIAL',
      items: [
        { mutationNumber: 'e-1', value: 'ACCEPTED' },
        { mutationNumber: 'e-2', value: 'REFUSED', code: 'INVALID' },
        { mutationNumber: 'e-3', value: 'ACCEPTED' },
      ],
    });
    expect([await countMutations('e-1'), await countMutations('e-2'), await countMutations('e-3')]).toEqual([1, 0, 1]);
    expect(door.lines.of('mutation.received').at(-1)).toMatchObject({ mutations: 3, refused: 1 });
  });

  it('with an item that has no number is taken without it', async () => {
    const text = notificationText([{ number: 'h-1' }, { number: 'h-2' }]);
    const answer = await door.knock(await signed(text.replace('<mutationNumber>h-1</mutationNumber>', '')));
    expect(acknowledgementIn(answer)).toMatchObject({
      status: 'NOK',
      items: [{ code: 'INVALID' }, { value: 'ACCEPTED' }],
    });
  });

  it('is not acknowledged when it could not be stored, so that BCSS sends it again', async () => {
    door.fails = new GatewayError('database-unavailable');
    await expect(door.push([{ number: 'f-1' }])).rejects.toMatchObject({ code: 'database-unavailable' });
    door.fails = undefined;
    expect(await countMutations('f-1')).toBe(0);
    expect(acknowledgementIn(await door.push([{ number: 'f-1' }])).status).toBe('OK');
    expect(await countMutations('f-1')).toBe(1);
  });

  it('that reuses the number of another is answered with a refusal, and somebody is told', async () => {
    await door.push([{ number: 'g-1', after: 'RUE DU SONGE 7' }]);
    const answer = await door.push([{ number: 'g-1', after: 'RUE DU SONGE 8' }, { number: 'g-2' }]);
    expect(acknowledgementIn(answer).items).toEqual([
      { mutationNumber: 'g-1', value: 'REFUSED', code: 'NUMBER_REUSED' },
      { mutationNumber: 'g-2', value: 'ACCEPTED' },
    ]);
    expect(door.lines.of('mutation.received').at(-1)).toMatchObject({ level: 'warn', reused: 1 });
  });
});

describe('a notification that may not be believed', () => {
  const items = [{ number: 'x-1' }];
  const text = notificationText(items);
  const hostile: readonly (readonly [string, string, () => Promise<Buffer> | Buffer])[] = [
    ['without a signature, though TLS says whose it is', 'reply-signature-missing', () => unsigned(text)],
    ['signed by somebody else', 'reply-signature-invalid', () => signed(text, cast.attacker)],
    [
      'signed by another certificate of the same authority',
      'reply-signature-invalid',
      () => signed(text, cast.tlsServer),
    ],
    [
      'changed after it was signed',
      'reply-signature-invalid',
      async () => Buffer.from((await signed(text)).toString().replace('BRUME 101', 'BRUME 102')),
    ],
    ['of last year', 'reply-expired', () => signed(text, cast.peer, daysFrom(NOW, -365))],
    ['of tomorrow', 'reply-expired', () => signed(text, cast.peer, daysFrom(NOW, 1))],
    ['that is cut off', 'reply-malformed', async () => (await signed(text)).subarray(0, -20)],
    ['that is no envelope', 'reply-malformed', () => Buffer.from('<hello/>')],
    [
      'that says something twice which may be said once',
      'reply-malformed',
      () => signed(text.replace('<source>RN</source>', '<source>RN</source><source>INASTI</source>')),
    ],
  ];

  it.each(hostile)('%s is refused with a fault, kept as evidence, and has no effect', async (_what, code, make) => {
    const before = door.nudges;
    const body = await make();
    const answer = await door.knock(body);
    expect(answer.status).toBe(500);
    const fault = readFault(readEnvelope(parseXml(Buffer.from(answer.body))).content);
    expect(fault).toMatchObject({ by: 'client' });
    expect(await lastEntry()).toMatchObject({
      organisation: 'unassigned',
      outcome: 'refused',
      code,
      body: body.toString(),
      details: { peer: 'aa'.repeat(32) },
    });
    expect(door.lines.of('mutation.refused').at(-1)).toMatchObject({ code, level: 'warn' });
    expect(await countMutations('x-1')).toBe(0);
    expect(door.nudges).toBe(before);
  });

  it('in another content type is not even parsed', async () => {
    const answer = await door.knock(await signed(text), 'text/html');
    expect(answer.status).toBe(500);
    expect(await countMutations('x-1')).toBe(0);
  });

  it('is not answered when the evidence could not be kept', async () => {
    door.fails = new Error('the log is away');
    await expect(door.knock(unsigned(text))).rejects.toThrow('the log is away');
    door.fails = undefined;
  });
});

describe('a notification that is not understood', () => {
  it.each([
    [
      'of a kind we do not know',
      `<n:somethingNew xmlns:n="${CONTRACT}"></n:somethingNew>`,
      `{${CONTRACT}}somethingNew`,
    ],
    [
      'of a later version',
      notificationText([{ number: 'p-1' }]).replaceAll(':v1', ':v2'),
      `{${CONTRACT.replace('v1', 'v2')}}notifyMutationsRequest`,
    ],
    ['for a centre we do not serve', notificationText([{ number: 'p-1' }], '0999999736'), 'unknown centre'],
  ])('%s is parked whole, for a person to look at', async (_what, text, what) => {
    const bytes = await signed(text);
    expect(await door.knock(bytes)).toEqual({ status: 202, contentType: 'text/xml; charset=utf-8', body: '' });
    expect(await lastEntry()).toMatchObject({
      organisation: 'unassigned',
      code: 'parked',
      body: bytes.toString(),
      details: { what },
    });
    expect(door.lines.of('mutation.parked').at(-1)).toMatchObject({ level: 'warn', what });
    expect(await countMutations('p-1')).toBe(0);
  });

  it('is no reply or request of ours that came back', async () => {
    const own =
      '<t:testConnectionServiceRequest xmlns:t="http://kszbcss.fgov.be/types/TestConnection"></t:testConnectionServiceRequest>';
    expect((await door.knock(await signed(own))).status).toBe(202);
  });
});
