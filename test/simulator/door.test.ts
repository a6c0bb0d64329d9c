import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { clientAgent, type Harness, send, sharedKeys, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const knock = (agent: Agent): Promise<unknown> => send(harness.simulator.ssdnUrl, 'POST', '<a/>', {}, agent);

describe('the door', () => {
  it('lets nobody in without a certificate', async () => {
    const agent = clientAgent(undefined);
    await expect(knock(agent)).rejects.toThrow(/certificate required|ECONNRESET|socket hang up/i);
    agent.destroy();
  });

  it('lets nobody in whose certificate another authority issued', async () => {
    const agent = clientAgent(sharedKeys().stranger);
    await expect(knock(agent)).rejects.toThrow();
    agent.destroy();
    expect(harness.simulator.requests()).toEqual([]);
  });

  it('says who it is by a certificate of the authority', async () => {
    const { key, certificate } = sharedKeys().client;
    const agent = new Agent({ key, cert: certificate });
    await expect(knock(agent)).rejects.toThrow(/self.signed certificate|unable to verify/i);
    agent.destroy();
  });

  it('keeps a connection open for the next request', async () => {
    await harness.ask('test-connection', { echo: 'one' });
    const [socket] = Object.values(harness.agent.freeSockets).flat();
    await harness.ask('test-connection', { echo: 'two' });
    expect(Object.values(harness.agent.freeSockets).flat()).toEqual([socket]);
  });

  it('takes POST only', async () => {
    const { status, headers } = await send(harness.simulator.ssdnUrl, 'GET', '', {}, harness.agent);
    expect(status).toBe(405);
    expect(headers.allow).toBe('POST');
  });

  it('refuses a body longer than any message', async () => {
    const body = ' '.repeat(4 * 1024 * 1024 + 1);
    const answer = harness.post(harness.simulator.ssdnUrl, body);
    // The answer may be overtaken by the closed connection.
    expect(
      await answer.then(
        ({ status }) => status,
        () => 413,
      ),
    ).toBe(413);
  });

  it.each([
    ['no XML', 'hello'],
    ['another document', '<html><body/></html>'],
    ['an empty Body', '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>'],
    ['a document type', '<!DOCTYPE a><a/>'],
  ])('answers a Client fault to %s', async (_what, body) => {
    const raw = await harness.post(harness.simulator.ssdnUrl, body);
    expect(raw.status).toBe(500);
    expect(raw.body.toString()).toContain('<faultcode>soap:Client</faultcode>');
  });

  it('answers a Client fault at an address without a service', async () => {
    const { body, headers } = await harness.message('test-connection', { echo: 'x' });
    const raw = await harness.post(`${harness.simulator.soapBaseUrl}Nothing/v1`, body, headers);
    expect(raw.status).toBe(500);
    expect(raw.body.toString()).toContain('no service at this address');
  });

  it('answers an SSDN document whose header is not in order, without a ticket', async () => {
    const message = await harness.message('identify-person', { SearchCriteria: { SSIN: '01031210166' } });
    const broken = message.body.toString().replace(/(Email&gt;)[^&]*(&lt;)/, '$1$2');
    const answer = harness.read('identify-person', await harness.post(message.url, broken));
    expect(answer.result.kind).toBe('refused');
    expect(answer.ticketCbss).toBeUndefined();
  });

  it('is closed for control unless it is asked for', async () => {
    const raw = await send(`${harness.simulator.url}/control/requests`, 'GET', '', {}, harness.agent);
    expect(raw.status).toBe(405);
  });
});

describe('what is remembered of a request', () => {
  it('is who asked what about whom, and when', async () => {
    const before = harness.simulator.requests().length;
    const { ssin } = harness.simulator.town.person(SPECIAL.householdOfFive);
    const ticket = '5bd1e995-0000-4000-8000-000000000002';
    await harness.ask('retrieve-ti-groups', { searchInformation: { ssin } }, { ticket });
    await harness.ask('identify-person', { SearchCriteria: { SSIN: '03121499788' } });
    expect(harness.simulator.requests().slice(before)).toMatchObject([
      {
        flow: 'retrieve-ti-groups',
        path: '/SOA4520/RetrieveTIGroupsService/v2/retrieveTI',
        ticket,
        subjects: [ssin],
        subjectKnown: true,
        cbeNumber: '0999999031',
        certificate: expect.stringContaining('CN=gateway'),
        seal: 'unchecked',
        status: 200,
      },
      { flow: 'identify-person', subjectKnown: false, status: 200 },
    ]);
  });
});

describe('closing', () => {
  it('ends every connection, also one that is waiting for an answer', async () => {
    const own = await startHarness();
    own.simulator.control.next({ fault: { kind: 'never-answer' } });
    const waiting = own.askRaw('test-connection', { echo: 'x' }).catch((error: unknown) => error);
    const idle = connect({
      port: own.simulator.port,
      host: '127.0.0.1',
      ca: sharedKeys().ca,
      key: sharedKeys().client.key,
      cert: sharedKeys().client.certificate,
    });
    await new Promise((resolve) => idle.once('secureConnect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    while (own.simulator.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await own.simulator.close();
    expect(await waiting).toBeInstanceOf(Error);
    await ended;
    own.agent.destroy();
  });

  it('frees the port', async () => {
    const first = await startHarness();
    const { port } = first.simulator;
    await first.close();
    const second = await startHarness({ port });
    expect(second.simulator.port).toBe(port);
    await second.close();
  });

  it('is not needed where the port is taken: starting fails', async () => {
    const { ca, server } = sharedKeys();
    const tls = { key: server.key, cert: server.certificate, ca };
    await expect(startSimulator({ tls, port: harness.simulator.port })).rejects.toThrow('EADDRINUSE');
  });
});
