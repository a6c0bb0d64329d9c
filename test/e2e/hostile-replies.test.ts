import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeSsin } from '../../src/domain/ssin.ts';
import { type Keystore, type KeystorePurpose, readKeystore } from '../../src/signing/keystore.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { type Behaviour, httpAnswer, type SeenRequest, tlsPeer, type TlsPeer } from '../support/tls-peer.ts';
import { HOSTILE_REPLIES, type HostileReply, type Question, soundReply } from './hostile-replies.ts';
import { example, type ExampleRequest } from './subject.ts';

/** A question about a person, which may be asked again, and a declaration, which may not. */
const MESSAGES = {
  question: { flow: 'retrieve-ti-groups', transport: 'soap', states: ['waiting', 'queued', 'sending'] },
  declaration: { flow: 'manage-access', transport: 'ssdn', states: ['reconciling'] },
} as const;
type Message = keyof typeof MESSAGES;

const CONNECTOR = '/connector';
const PURPOSE = 'what came back';
const SENDERS = 8;

/** Keys of the development authority, which a gateway that was configured with nothing trusts. */
async function developmentKeys(dataDir: string, name: string, purpose: KeystorePurpose): Promise<Keystore> {
  const file = join(dataDir, 'keys', name);
  const passphrase = readFileSync(`${file}.passphrase`, 'utf8').trim();
  return readKeystore({ label: name, path: `${file}.p12`, passphrase, purpose }, new Date());
}

/** As much of a request as the peer answers by. */
function questionIn({ head, body }: SeenRequest): Omit<Question, 'signer'> {
  const field = (name: string): string => new RegExp(`\\b${name}(?:>|&gt;)([^<&]+)`).exec(body)?.[1] ?? '';
  return head.startsWith(`POST ${CONNECTOR}`)
    ? { transport: 'ssdn', ssin: field('SSIN'), ticket: field('Reference') }
    : { transport: 'soap', ssin: field('ssin'), ticket: field('ticket') };
}

function requestAbout(message: Message, ssin: string): ExampleRequest {
  const { context, payload } = example(MESSAGES[message].flow);
  return { context, payload: message === 'question' ? { searchInformation: { ssin } } : { ...payload, SSIN: ssin } };
}

/** One message about a person of its own, and what is answered to it. */
interface Case {
  readonly name: string;
  readonly message: Message;
  readonly ssin: string;
  readonly reply: HostileReply;
}

const CASES: readonly Case[] = Object.entries(HOSTILE_REPLIES)
  .flatMap(([name, reply]) =>
    (['question', 'declaration'] as const)
      .filter((message) => reply.transport === undefined || reply.transport === MESSAGES[message].transport)
      .map((message) => ({ name, message, reply })),
  )
  .map((one, at) => ({ ...one, ssin: person(at + 1) }));

/** Each has a different day or number. */
function person(at: number): string {
  const day = String(1 + (at % 28)).padStart(2, '0');
  return completeSsin(`0602${day}${String(1 + Math.floor(at / 28)).padStart(3, '0')}`);
}

describe('a peer that answers what BCSS never would', () => {
  let database: TestDatabase;
  let peer: TlsPeer;
  let gateway: GatewayProcess;
  let client: RestClient;
  const answers = new Map<string, HostileReply['answer']>(CASES.map(({ ssin, reply }) => [ssin, reply.answer]));
  const given = new Map<string, Buffer>();
  const exchanges = new Map<string, string>();

  beforeAll(async () => {
    const dataDir = await usedDataDir();
    const signer = await developmentKeys(dataDir, 'bcss-signing', 'signing');
    const { pem } = await developmentKeys(dataDir, 'server', 'tls-server');
    const behave: Behaviour = (socket, request) => {
      const question = { ...questionIn(request), signer };
      const answer = (answers.get(question.ssin) ?? soundReply)(question);
      // A question is asked again after half a minute; what is looked at is its first attempt.
      if (!given.has(question.ssin)) given.set(question.ssin, Buffer.from(answer.body ?? ''));
      socket.end(httpAnswer({ ...answer, headers: { connection: 'close', ...answer.headers } }));
    };
    peer = await tlsPeer({ name: 'server', fingerprint: '', ...pem }, behave);
    database = await testDatabase();
    const origin = new URL(peer.url).origin;
    const env = {
      DATABASE_URL: database.superuserUrl,
      BCSS_SSDN_URL: `${origin}${CONNECTOR}`,
      BCSS_SOAP_BASE_URL: `${origin}/SOA4520/`,
      BCSS_REPLY_SIGNATURE: 'required',
      RECONCILE_DELAYS_SECONDS: '3600',
      RATE_LIMIT_PER_MINUTE: '100000',
    };
    gateway = await startGateway({ dataDir, env });
    client = new RestClient(gateway);
    const waiting = [...CASES];
    const sendNext = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const { status, body } = await client.send(MESSAGES[one.message].flow, requestAbout(one.message, one.ssin));
        expect(status, JSON.stringify(body)).toBe(202);
        exchanges.set(one.ssin, body.id);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sendNext));
  }, 120_000);
  afterAll(async () => {
    await gateway.stop();
    await peer.close();
    await database.drop();
  });

  it.each(['question', 'declaration'] as const)('is believed when a %s is answered as it must be', async (message) => {
    const { flow } = MESSAGES[message];
    const { body } = await client.send(flow, requestAbout(message, person(0)), { prefer: 'wait=20' });
    expect(body).toMatchObject({ state: 'done', outcome: 'answered' });
  });

  it.each(CASES)('is not believed by a $message: $name', async ({ message, ssin, reply }) => {
    const id = exchanges.get(ssin) ?? '';
    const attempt = await client.attempted(id);
    expect(attempt).toMatchObject({ outcome: 'uncertain', code: reply.code });
    const { state, outcome, reply: shown } = await client.exchange(id);
    expect({ outcome, shown }).toEqual({ outcome: 'uncertain', shown: undefined });
    expect(MESSAGES[message].states).toContain(state);
    await expectEvidence(attempt.logIndexes.reply, given.get(ssin) ?? Buffer.alloc(0), reply.kept);
  });

  it('is sent each declaration once, whatever it answered', () => {
    const declarations = peer.seen.map(questionIn).filter(({ transport }) => transport === 'ssdn');
    const sent = declarations.map(({ ssin }) => ssin).filter((ssin) => ssin !== person(0));
    const meant = CASES.filter(({ message }) => message === 'declaration').map(({ ssin }) => ssin);
    expect(sent.sort()).toEqual(meant.sort());
  });

  /** The entry of the log has the very bytes, as far as they came. */
  async function expectEvidence(index: number | undefined, sent: Buffer, kept: HostileReply['kept']): Promise<void> {
    if (kept === 'nothing') {
      expect(index).toBeUndefined();
      return;
    }
    const path = `/v1/audit/entries/${index ?? 0}?purpose=${encodeURIComponent(PURPOSE)}`;
    const { body: entry } = await client.get<Entry>(path);
    const evidence = kept === undefined ? sent : sent.subarray(0, entry.bodyBytes);
    expect({ kind: entry.kind, bytes: entry.bodyBytes }).toEqual({ kind: 'reply', bytes: evidence.length });
    expect(entry.body.text === evidence.toString()).toBe(true);
  }
});

/** As much of an entry as is looked at. */
interface Entry {
  readonly kind: string;
  readonly bodyBytes: number;
  readonly body: { readonly text: string };
}
