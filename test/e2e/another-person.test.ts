import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeSsin } from '../../src/domain/ssin.ts';
import { type KeystorePurpose, type Keystore, readKeystore } from '../../src/signing/keystore.ts';
import { bodyContent, catalogue } from '../flows/fixture.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { httpAnswer, tlsPeer, type TlsPeer } from '../support/tls-peer.ts';
import { sealedNow } from './hostile-replies.ts';
import { example } from './subject.ts';

/** Flows that once showed whoever a signed reply was about, with where our reference stands in their messages. */
const FLOWS = {
  'identify-person': 'Reference',
  'attestation-list': 'Reference',
  'attestation-a036': 'Reference',
  'dimona-history': 'Reference',
  'patrimony-cpas.find-properties': 'ticket',
} as const;
type FlowName = keyof typeof FLOWS;

const STRANGER = completeSsin('090101001');
const CONNECTOR = '/connector';

async function developmentKeys(dataDir: string, name: string, purpose: KeystorePurpose): Promise<Keystore> {
  const file = join(dataDir, 'keys', name);
  const passphrase = readFileSync(`${file}.passphrase`, 'utf8').trim();
  return readKeystore({ label: name, path: `${file}.p12`, passphrase, purpose }, new Date());
}

const fixtureFile = (flow: string, file: string): string =>
  readFileSync(new URL(`../../fixtures/${flow}/${file}`, import.meta.url), 'utf8').replace(/\n$/, '');

/** The first value of an element, in XML or in XML as text. */
const valueOf = (xml: string, element: string): string =>
  new RegExp(`\\b${element}(?:>|&gt;)([^<&]+)`).exec(xml)?.[1] ?? '';

/** The person whom the fixture of a flow is about: the first of its payload. */
function personOf(flow: string): string {
  return /\d{11}/.exec(JSON.stringify(example(flow).payload))?.[0] ?? '';
}

describe('a peer with the right signature and the right ticket', () => {
  let database: TestDatabase;
  let peer: TlsPeer;
  let gateway: GatewayProcess;
  let client: RestClient;
  /** Whom the next reply is about. */
  let about: (person: string) => string = (person) => person;

  beforeAll(async () => {
    const dataDir = await usedDataDir();
    const signer = await developmentKeys(dataDir, 'bcss-signing', 'signing');
    const { pem } = await developmentKeys(dataDir, 'server', 'tls-server');
    peer = await tlsPeer({ name: 'server', fingerprint: '', ...pem }, (socket, { body }) => {
      const flow = (Object.keys(FLOWS) as FlowName[]).find((name) => body.includes(rootOf(name))) ?? 'identify-person';
      const xml = fixtureFile(flow, 'reply.xml');
      const referred = xml.replaceAll(valueOf(xml, FLOWS[flow]), valueOf(body, FLOWS[flow]));
      const person = personOf(flow);
      const content = bodyContent(catalogue.get(flow), referred.replaceAll(person, about(person)));
      socket.end(httpAnswer({ body: sealedNow(signer, content), headers: { connection: 'close' } }));
    });
    database = await testDatabase();
    const { origin } = new URL(peer.url);
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

  it.each(Object.keys(FLOWS))('is believed when %s is answered about who was asked about', async (flow) => {
    about = (person) => person;
    const { status, body } = await client.send(flow, example(flow), { prefer: 'wait=20' });
    expect({ status, body }).toMatchObject({ body: { state: 'done', outcome: 'answered' } });
  });

  it.each(Object.keys(FLOWS))(
    'is not believed when %s is answered about somebody else, and shows nobody',
    async (flow) => {
      about = () => STRANGER;
      const { body } = await client.send(flow, example(flow));
      expect(await client.attempted(body.id)).toMatchObject({ outcome: 'uncertain', code: 'reply-not-ours' });
      const exchange = await client.exchange(body.id);
      expect(exchange).toMatchObject({ outcome: 'uncertain' });
      for (const key of ['reply', 'result', 'envelope']) expect(exchange).not.toHaveProperty(key);
      expect(JSON.stringify(exchange)).not.toContain(STRANGER);
    },
  );
});

/** What tells the messages of the flows apart: a word of the request. */
function rootOf(flow: FlowName): string {
  return {
    'identify-person': 'OCMWCPASIdentifyPerson',
    'attestation-list': 'OCMWCPASListOfAttestations',
    'attestation-a036': 'OCMWCPASL036',
    'dimona-history': 'L950',
    'patrimony-cpas.find-properties': 'searchCriterion',
  }[flow];
}
