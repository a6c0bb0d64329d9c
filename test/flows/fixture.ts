import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Ending } from '../../src/delivery/ending.ts';
import { endingOf } from '../../src/delivery/ending.ts';
import type { Peer } from '../../src/delivery/ports.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Result } from '../../src/domain/result.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import type { RequestContext } from '../../src/exchanges/request-body.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow, Payload } from '../../src/flows/flow.ts';
import { FICTIONAL_ORGANISATION } from '../../src/organisations/organisations.ts';
import { writeSsdnRequest } from '../../src/soap/ssdn.ts';
import { bodyElement, envelope, xmlStringElement } from '../../src/soap/write-envelope.ts';

/** A flow, shown: what is asked in JSON, what leaves, what comes back, and what is made of it. */
export interface Fixture {
  readonly flow: Flow;
  readonly folder: string;
  readonly request: { readonly context: RequestContext; readonly payload: Payload };
}

/** `outcome.json`. */
export interface FixtureOutcome {
  readonly outcome: Outcome;
  readonly result: Pick<Result, 'kind' | 'status'>;
  readonly reply: JsonValue | null;
}

const FIXTURES = resolve(import.meta.dirname, '../../fixtures');

/** Folders beside those of the flows. */
const OTHERS = ['contracts', 'hostile'];

export const catalogue = loadCatalogue();

/** Names of the fixture folders of flows. */
export const folders: readonly string[] = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
  .map(({ name }) => name);

/** The fixture of a flow; throws for a folder that no flow is called. */
export function fixtureOf(folder: string): Fixture {
  return { flow: catalogue.get(folder), folder: join(FIXTURES, folder), request: read(join(FIXTURES, folder)) };
}

function read(folder: string): Fixture['request'] {
  return JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8')) as Fixture['request'];
}

export type FixtureFile = 'request.xml' | 'reply.xml' | 'outcome.json';

/** A file of a fixture, without the line end that editors want. */
export function fileOf({ folder }: Fixture, name: FixtureFile): string {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/\n$/, '') : '';
}

export function outcomeOf(fixture: Fixture): FixtureOutcome {
  return JSON.parse(fileOf(fixture, 'outcome.json')) as FixtureOutcome;
}

export function writeFile({ folder }: Fixture, name: FixtureFile, content: string): void {
  writeFileSync(join(folder, name), `${content}\n`);
}

/** When, and under which ticket, every fixture was made. */
export const SENT_AT = new Date('2026-01-06T09:30:00Z');
const TICKET = ticketOf('11111111-2222-4333-8444-555555555555');

/** What leaves: the content of a Body, or an SSDN document. */
export function requestXml({ flow, request: { context, payload } }: Fixture): string {
  const user = { ssin: context.user.ssin, email: context.user.email ?? FICTIONAL_ORGANISATION.email };
  const legalContext = flow.legalContextOf(context.legalContext);
  const common = { sentAt: SENT_AT, organisation: FICTIONAL_ORGANISATION, user };
  const written = flow.writeRequest(payload, {
    ...common,
    ticket: TICKET,
    legalContext,
    qualityCode: context.qualityCode,
  });
  if (flow.transport === 'soap') return written;
  const { serviceId, version } = flow;
  const reference = flow.referenceOf(TICKET, FICTIONAL_ORGANISATION);
  return writeSsdnRequest({ ...common, reference, serviceId, version, payload: written });
}

/** The envelope around a content, unsigned. */
export function inEnvelope(flow: Flow, xml: string): Buffer {
  return Buffer.from(envelope(bodyElement(bodyContent(flow, xml))));
}

/** What stands in the Body: the message itself, or an SSDN document as text. */
export function bodyContent({ transport }: Pick<Flow, 'transport'>, xml: string): string {
  return transport === 'soap' ? xml : xmlStringElement(xml);
}

/** What the gateway makes of a reply. */
export function endingOfReply({ flow, request: { payload } }: Fixture, replyXml: string): Ending {
  const reply = {
    kind: 'reply',
    status: 200,
    contentType: 'text/xml; charset=utf-8',
    body: inEnvelope(flow, replyXml),
    retryAfter: undefined,
    peerCertificate: 'ab',
  } as const;
  const reference = flow.referenceOf(TICKET, FICTIONAL_ORGANISATION);
  const asked = { flow, payload, reference, resendSafe: flow.resendSafe(payload) };
  return endingOf(reply, asked, PEER, SENT_AT);
}

/** A peer that does not sign: what it says is read, and who says it is not the question here. */
const PEER: Peer = {
  ssdnUrl: '',
  soapBaseUrl: '',
  signatureMode: 'detached',
  replySignature: 'when-present',
  trust: () => ({ pinned: [], authorities: [] }),
  clockSkewMs: 0,
};
