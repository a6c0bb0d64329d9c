import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { importContracts, type ImportOptions } from '../../src/contracts/import.ts';
import { writeFiles } from '../../src/contracts/write-files.ts';
import { buildMessage, type Message } from '../../src/delivery/build-message.ts';
import type { Peer } from '../../src/delivery/ports.ts';
import { readAnswer } from '../../src/delivery/read-answer.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import type { Flow, Payload } from '../../src/flows/flow.ts';
import { FICTIONAL_ORGANISATION } from '../../src/organisations/organisations.ts';
import type { Sealer } from '../../src/signing/seal.ts';
import { readReplyEnvelope } from '../../src/soap/read-envelope.ts';
import { bodyElement, envelope } from '../../src/soap/write-envelope.ts';
import { NS } from '../../src/xml/names.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { childElements, textOf } from '../../src/xml/tree.ts';
import { USER } from '../support/people.ts';

const WSDL = resolve(fileURLToPath(import.meta.url), '../../../fixtures/contracts/wsdl');
const temporary = mkdtempSync(join(tmpdir(), 'foreign-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The one flow that a contract becomes. */
function flowOf(name: string, options: Partial<ImportOptions> = {}): Flow {
  const out = mkdtempSync(join(temporary, 'out-'));
  writeFiles(importContracts([join(WSDL, name)], { out, manifest: { contracts: [] }, ...options }).files);
  const [flow] = loadCatalogue([join(out, 'flows')]).all();
  if (flow === undefined) throw new Error('no flow');
  return flow;
}

const TICKET = ticketOf('11111111-2222-4333-8444-555555555555');
const peer = { soapBaseUrl: 'https://bcss.example', signatureMode: 'in-message' } as Peer;

/** Signs nothing, and says what it was given. */
function listeningSealer(): { sealer: Sealer; signed: string[] } {
  const signed: string[] = [];
  return {
    signed,
    sealer: {
      seal(body, _id, _now, headers = []) {
        signed.push(body, ...headers.map(({ text }) => text));
        return Promise.resolve('<security></security>');
      },
    },
  };
}

async function built(flow: Flow, payload: Payload): Promise<{ message: Message; signed: string[] }> {
  const { sealer, signed } = listeningSealer();
  const user = { ssin: USER, email: 'somebody@centre.example' };
  const asked = { flow, payload, ticket: TICKET, organisation: FICTIONAL_ORGANISATION, user, legalContext: undefined };
  return { message: await buildMessage(asked, peer, sealer, new Date('2026-01-05T08:30:41Z')), signed };
}

describe('a contract of SOAP 1.2', () => {
  const flow = flowOf('soap12.wsdl');

  it('is spoken in its envelope, with its media type and the action in it', async () => {
    const { message } = await built(flow, 'why?' as never);
    expect(message.headers).toEqual({ 'content-type': 'application/soap+xml; charset=utf-8; action=""' });
    const root = parseXml(message.body);
    expect(root.namespace).toBe(NS.soap12);
    expect(childElements(root).map(({ namespace, local }) => [namespace, local])).toEqual([
      [NS.soap12, 'Header'],
      [NS.soap12, 'Body'],
    ]);
  });

  it('has its replies read in that version, which no other flow takes', () => {
    const reply = parseXml(
      envelope(bodyElement('<a:answer xmlns:a="urn:example:wsdl">because</a:answer>', '1.2'), undefined, '1.2'),
    );
    expect(readAnswer(flow, readReplyEnvelope(reply, flow.soapVersion)).reply).toBe('because');
    expect(() => readReplyEnvelope(reply)).toThrow('not SOAP 1.1');
  });
});

describe('a contract with a header', () => {
  const flow = flowOf('header.wsdl');

  it('takes it from the payload, and writes it into the Header and not into the Body', () => {
    expect(flow.payloadSchema).toBeDefined();
    const written = flow.writeHeaders({ soapHeader: { answer: 'known <already>' } });
    expect(written).toEqual(['<ns1:answer xmlns:ns1="urn:example:wsdl">known &lt;already&gt;</ns1:answer>']);
    expect(flow.writeHeaders({})).toEqual([]);
  });
});

describe('a contract that wants WS-Addressing', () => {
  const flow = flowOf('addressing.wsdl');

  it('gets its headers, signed with the rest; a repetition has the same message id', async () => {
    const { message, signed } = await built(flow, 'why?' as never);
    const header = childElements(parseXml(message.body))[0];
    const said = (header === undefined ? [] : childElements(header)).map((part) => [part.local, textOf(part)]);
    expect(said).toEqual([
      ['Action', 'urn:example:action:ask'],
      ['To', 'https://bcss.example/ask'],
      ['MessageID', `urn:uuid:${TICKET}`],
      ['ReplyTo', ''],
      ['security', ''],
    ]);
    expect(signed.length).toBe(5);
    for (const part of signed) expect(message.body.toString()).toContain(part);
  });
});

describe('a contract with several faults', () => {
  const flow = flowOf('two-faults.wsdl');

  it.each(['ask', 'answer'])('has the fault %s read', (name) => {
    const detail = `<d:${name} xmlns:d="urn:example:wsdl">wrong</d:${name}>`;
    const fault = `<s:Fault xmlns:s="${NS.soap}"><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail>${detail}</detail></s:Fault>`;
    const answer = readAnswer(flow, readReplyEnvelope(parseXml(envelope(bodyElement(fault)))));
    expect(answer.reply).toBe('wrong');
  });
});

describe('a contract that an operator imports', () => {
  it('is not called official', () => {
    expect(flowOf('no-path.wsdl', { path: 'ask/v1' })).toMatchObject({ status: 'imported', path: 'ask/v1' });
  });
});
