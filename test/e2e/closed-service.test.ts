import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keystore, type KeystorePurpose, readKeystore } from '../../src/signing/keystore.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { httpAnswer, type SeenRequest, tlsPeer, type TlsPeer } from '../support/tls-peer.ts';
import { until } from '../support/until.ts';
import { soundReply } from './hostile-replies.ts';
import { example } from './subject.ts';

const CONNECTOR = '/connector';
const REFUSALS = 3;

async function developmentKeys(dataDir: string, name: string, purpose: KeystorePurpose): Promise<Keystore> {
  const file = join(dataDir, 'keys', name);
  const passphrase = readFileSync(`${file}.passphrase`, 'utf8').trim();
  return readKeystore({ label: name, path: `${file}.p12`, passphrase, purpose }, new Date());
}

const field = (body: string, name: string): string => new RegExp(`\\b${name}(?:>|&gt;)([^<&]+)`).exec(body)?.[1] ?? '';

describe('an appliance that does not let our messages in', () => {
  let database: TestDatabase;
  let peer: TlsPeer;
  let gateway: GatewayProcess;
  let client: RestClient;
  let isMended = false;

  beforeAll(async () => {
    const dataDir = await usedDataDir();
    const signer = await developmentKeys(dataDir, 'bcss-signing', 'signing');
    const { pem } = await developmentKeys(dataDir, 'server', 'tls-server');
    const answer = ({ body }: SeenRequest): Parameters<typeof httpAnswer>[0] =>
      isMended
        ? soundReply({ transport: 'ssdn', ssin: field(body, 'SSIN'), ticket: field(body, 'Reference'), signer })
        : { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Forbidden</html>' };
    peer = await tlsPeer({ name: 'server', fingerprint: '', ...pem }, (socket, request) => {
      const given = answer(request);
      socket.end(httpAnswer({ ...given, headers: { connection: 'close', ...given?.headers } }));
    });
    database = await testDatabase();
    const origin = new URL(peer.url).origin;
    gateway = await startGateway({
      dataDir,
      env: {
        DATABASE_URL: database.superuserUrl,
        BCSS_SSDN_URL: `${origin}${CONNECTOR}`,
        BCSS_SOAP_BASE_URL: `${origin}/SOA4520/`,
        BCSS_REPLY_SIGNATURE: 'required',
      },
    });
    client = new RestClient(gateway);
  }, 120_000);
  afterAll(async () => {
    await gateway.stop();
    await peer.close();
    await database.drop();
  });

  const declare = (headers: { readonly prefer?: string } = {}) =>
    client.send('manage-access', example('manage-access'), headers);

  it('makes dead letters of a few, keeps the rest back, tells who waits at once, and all go on when it is mended', async () => {
    const dead: string[] = [];
    for (let n = 0; n < REFUSALS; n += 1) {
      const { status, body } = await declare({ prefer: 'wait=20' });
      expect({ status, ...body }).toMatchObject({
        status: 200,
        state: 'dead-letter',
        outcome: 'refused',
        code: 'bcss-access-refused',
        attempts: [{ httpStatus: 403 }],
      });
      dead.push(body.id);
    }

    const started = Date.now();
    const { status, body: receipt } = await declare({ prefer: 'wait=60' });
    expect(Date.now() - started).toBeLessThan(30_000);
    expect({ status, ...receipt }).toMatchObject({
      status: 202,
      state: 'waiting',
      code: 'bcss-service-waits',
      serviceWait: { httpStatus: 403 },
      explanation: { responsible: 'operator' },
    });
    expect(peer.seen).toHaveLength(REFUSALS);
    expect(gateway.lines('service.waits')).toHaveLength(1);
    const { body: health } = await client.get<{ ready: boolean; checks: Record<string, { ok: boolean }> }>(
      '/health/ready',
    );
    expect(health).toMatchObject({ ready: true, checks: { services: { ok: false } } });

    isMended = true;
    const reason = 'BCSS has put our certificate on its list';
    const { user } = example('manage-access').context as { user: { ssin: string } };
    const requeued = await client.call('POST', `/v1/exchanges/${dead[0]}/requeue`, {
      reason,
      user: { ssin: user.ssin },
    });
    expect(requeued.status).toBe(200);
    const ids = [dead[0] ?? '', receipt.id];
    const states = async (): Promise<string[]> => Promise.all(ids.map(async (id) => (await client.exchange(id)).state));
    await until(async () => (await states()).every((state) => state === 'done'), 30_000);
    const again = await client.exchange(ids[0] ?? '');
    const tickets = peer.seen.map(({ body }) => field(body, 'Reference'));
    expect(tickets.filter((ticket) => ticket.toLowerCase() === again.ticket.toLowerCase())).toHaveLength(2);
    expect(gateway.lines('service.opened')).toHaveLength(1);
    expect((await client.exchange(dead[1] ?? '')).state).toBe('dead-letter');
  }, 120_000);
});
