import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReplyRefused, verifyReply } from '../../src/delivery/verify-reply.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { makeSealer } from '../../src/signing/seal.ts';
import type { Mutation } from '../../src/simulator/mutations/mutation.ts';
import { BODY_ID, bodyElement, envelope, faultEnvelope } from '../../src/soap/write-envelope.ts';
import { catalogue, clientAgent, type Harness, send, sharedKeys, startHarness } from './harness.ts';

const flow = catalogue.get('mutations');

/** A network door that reads what is pushed as the gateway does, and acknowledges it. */
class NetworkDoor {
  readonly received: JsonValue[] = [];
  readonly refused: string[] = [];
  /** Answers with an empty 202 instead: parked. */
  parking = false;
  private readonly server: Server;
  private readonly harness: () => Harness;

  constructor(harness: () => Harness) {
    this.harness = harness;
    const { server, ca } = sharedKeys();
    const tls = { key: server.key, cert: server.certificate, ca, requestCert: true, rejectUnauthorized: true };
    this.server = createServer(tls, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void this.answer(Buffer.concat(chunks)).then(({ status, body }) => response.writeHead(status).end(body));
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}/bcss/notifications`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(body: Buffer): Promise<{ status: number; body: string }> {
    if (this.parking) return { status: 202, body: '' };
    const peer = { ...this.harness().peer(), replySignature: 'required' } as const;
    try {
      const { value } = verifyReply({ body, contentType: 'text/xml', peerCertificate: '' }, peer, new Date());
      const { value: notification, deviations } = flow.readRequest(value.content);
      expect(deviations).toEqual([]);
      this.received.push(notification);
      return { status: 200, body: await this.acknowledge(notification) };
    } catch (error) {
      if (!(error instanceof ReplyRefused)) throw error;
      this.refused.push(error.defect);
      return { status: 500, body: faultEnvelope('client', error.code) };
    }
  }

  private async acknowledge(notification: JsonValue): Promise<string> {
    const numbers = valuesAt(notification, '/mutation/*/mutationNumber') as string[];
    const body = bodyElement(
      flow.writeReply({
        ticketCBSS: valueAt(notification, '/informationCBSS/ticketCBSS') ?? '',
        status: { value: 'OK', code: 'MSG00000' },
        item: numbers.map((mutationNumber) => ({ mutationNumber, value: 'ACCEPTED' })),
      }),
    );
    const { key, certificate } = sharedKeys().gatewaySigning;
    const sealer = makeSealer({ privateKey: createPrivateKey(key), certificate: new X509Certificate(certificate) });
    return envelope(body, await sealer.seal(body, BODY_ID, new Date()));
  }
}

let harness: Harness;
let door: NetworkDoor;
let url: string;
beforeAll(async () => {
  door = new NetworkDoor(() => harness);
  url = await door.open();
  const { client, ca } = sharedKeys();
  const tls = { key: client.key, cert: client.certificate, ca };
  harness = await startHarness({ signed: true, control: true, mutations: { url, tls } });
});
afterEach(() => {
  door.received.length = 0;
  door.refused.length = 0;
  door.parking = false;
});
afterAll(async () => {
  await harness.close();
  door.close();
});

describe('a pushed mutation', () => {
  it('is signed, and read by the gateway as its contract says; the answer is read too', async () => {
    const answer = await harness.simulator.pushMutation();
    expect(door.received).toMatchObject([
      {
        informationNotified: { cbeNumber: '0999999031' },
        mutation: [{ source: 'RN', kind: 'ADDRESS', informationType: 'IT020', ssin: ssinOf('mirage.anselme') }],
      },
    ]);
    expect(answer).toMatchObject({ status: 200, signed: true, reply: { status: { value: 'OK' } } });
    expect(answer.reply?.item).toHaveLength(1);
  });

  it('is true when it is looked up: the household has moved', async () => {
    await harness.simulator.pushMutation({ mutation: { ssin: ssinOf('schimmen.mien') } });
    const after = valueAt(door.received[0], '/mutation/0/change/0/after') as string;
    const asked = { searchInformation: { ssin: ssinOf('mirage.odile'), history: true } };
    await harness.simulator.pushMutation({ mutation: { ssin: ssinOf('mirage.odile') } });
    const moved = valueAt(door.received[1], '/mutation/0/change/0/after') as string;
    const { reply } = await harness.ask('retrieve-ti-groups', asked);
    const street = valueAt(
      reply,
      '/rrn_it_implicit/LegalMainAddresses/LegalMainAddress/0/Address/Street/Label',
    ) as string;
    expect(moved).toContain(street);
    expect(after).not.toBe(moved);
  });

  it('is another one each time, unless it is sent again', async () => {
    await harness.simulator.pushMutation();
    await harness.simulator.pushMutation();
    const [first, second] = door.received.map((one) => valueAt(one, '/mutation/0/mutationNumber'));
    expect(first).not.toBe(second);
    const again = [valueAt(door.received[0], '/mutation/0') as unknown as Mutation];
    await harness.simulator.pushMutation({ mutations: again });
    expect(valueAt(door.received[2], '/mutation')).toEqual(valueAt(door.received[0], '/mutation'));
    // Of the same number, and something else in it.
    await harness.simulator.pushMutation({ mutations: [{ ...again[0]!, kind: 'NAME' }] });
    expect(valueAt(door.received[3], '/mutation/0')).toMatchObject({ mutationNumber: first, kind: 'NAME' });
  });

  it('may be of any kind, about anybody', async () => {
    await harness.simulator.pushMutation({
      cbeNumber: '0999999130',
      mutation: { source: 'DIMONA', kind: 'DIMONA_IN', ssin: ssinOf('zomaar.kamiel') },
    });
    expect(door.received[0]).toMatchObject({
      informationNotified: { cbeNumber: '0999999130' },
      mutation: [{ source: 'DIMONA', kind: 'DIMONA_IN', ssin: ssinOf('zomaar.kamiel') }],
    });
  });

  it('may come in a batch', async () => {
    const one: Mutation = {
      mutationNumber: '0',
      source: 'INASTI',
      kind: 'SELF_EMPLOYED_STOP',
      ssin: ssinOf('nergens.cornelis'),
      effectiveDate: '2026-01-05',
    };
    const mutations = Array.from({ length: 500 }, (_, at) => ({ ...one, mutationNumber: `batch-${at}` }));
    const answer = await harness.simulator.pushMutation({ mutations });
    expect(answer.reply?.item).toHaveLength(500);
  });

  it.each([
    ['unsigned', 'missing'],
    ['tampered', 'digest'],
    ['other-signer', 'other-certificate'],
    ['expired', 'timestamp-out-of-time'],
    ['future', 'timestamp-out-of-time'],
  ] as const)('may be sealed wrongly: %s', async (seal, defect) => {
    const answer = await harness.simulator.pushMutation({ seal });
    expect(door.refused).toEqual([defect]);
    expect(door.received).toEqual([]);
    expect(answer).toMatchObject({ status: 500, fault: { code: 'soapenv:Client' } });
  });

  it('that is parked has an answer without content', async () => {
    door.parking = true;
    expect(await harness.simulator.pushMutation()).toEqual({ status: 202, signed: false, body: '' });
  });

  it('fails with a reason when nobody listens, or nowhere to send it is known', async () => {
    await expect(harness.simulator.pushMutation({ url: 'https://127.0.0.1:1/' })).rejects.toThrow('ECONNREFUSED');
    const alone = await startHarness();
    await expect(alone.simulator.pushMutation()).rejects.toThrow('no network door');
    await alone.close();
  });
});

describe('control over HTTP', () => {
  const control = async (method: string, resource: string, value?: unknown) => {
    const body = value === undefined ? '' : JSON.stringify(value);
    const raw = await send(`${harness.simulator.url}/control/${resource}`, method, body, {}, harness.agent);
    const text = raw.body.toString();
    return { status: raw.status, value: text === '' ? undefined : (JSON.parse(text) as JsonValue) };
  };

  it('orders faults and takes them back', async () => {
    const ask = () => harness.ask('test-connection', { echo: 'x' });
    expect((await control('POST', 'faults', { fault: { kind: 'unsigned' } })).status).toBe(204);
    await expect(ask()).rejects.toThrow('missing');
    expect((await control('POST', 'faults', { fault: { kind: 'unsigned' }, times: 'always' })).status).toBe(204);
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await ask()).result.kind).toBe('found');
  });

  it('says what is wrong with an order', async () => {
    expect(await control('POST', 'faults', { fault: { kind: 'nonsense' } })).toMatchObject({
      status: 400,
      value: { error: expect.stringContaining('fault.kind is one of') },
    });
    expect((await control('GET', 'nonsense')).status).toBe(404);
  });

  it('shows the requests, and the people to ask about', async () => {
    await harness.ask('test-connection', { echo: 'x' });
    const { value } = await control('GET', 'requests');
    expect((value as JsonValue[]).at(-1)).toMatchObject({ flow: 'test-connection', seal: 'valid' });
    const people = (await control('GET', 'people')).value;
    expect(valueAt(people, '/people')).toContainEqual(
      expect.objectContaining({ key: 'mirage.anselme', purpose: 'householdOfFive' }),
    );
    expect(valueAt(people, '/numbers/unknown')).toMatch(/^\d{11}$/);
  });

  it('pushes mutations', async () => {
    const order = { mutation: { kind: 'DECEASE', ssin: ssinOf('semblant.eudoxie') } };
    expect(await control('POST', 'mutations', order)).toMatchObject({ status: 200, value: { status: 200 } });
    expect(door.received).toMatchObject([{ mutation: [{ kind: 'DECEASE' }] }]);
  });

  it('lists the kinds of mutations that say something by themselves, and pushes any of them', async () => {
    const { kinds } = (await control('GET', 'mutations')).value as unknown as { kinds: string[] };
    expect(kinds).toEqual(expect.arrayContaining(['ADDRESS', 'DIMONA_OUT', 'SELF_EMPLOYED_STOP', 'CARD_SUSPENDED']));
    expect(await control('POST', 'mutations', { mutation: { kind: 'DIMONA_OUT' } })).toMatchObject({ status: 200 });
    expect(door.received).toMatchObject([
      { mutation: [{ source: 'DIMONA', kind: 'DIMONA_OUT', effectiveDate: '2025-06-30' }] },
    ]);
  });

  it.each([
    ['a kind at the top', { kind: 'DECEASE' }, 'kind is not known here'],
    ['a list', [], 'an order is an object'],
  ])('does not push %s', async (_what, order, reason) => {
    expect(await control('POST', 'mutations', order)).toMatchObject({
      status: 400,
      value: { error: expect.stringContaining(reason) },
    });
    expect(door.received).toEqual([]);
  });

  it('is behind the same certificates as everything else', async () => {
    const agent = clientAgent(undefined);
    await expect(send(`${harness.simulator.url}/control/requests`, 'GET', '', {}, agent)).rejects.toThrow();
    agent.destroy();
  });
});

function ssinOf(key: string): string {
  return harness.simulator.town.person(key).ssin;
}
