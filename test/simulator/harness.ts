import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { buildMessage } from '../../src/delivery/build-message.ts';
import type { Peer } from '../../src/delivery/ports.ts';
import { type Answer, readAnswer } from '../../src/delivery/read-answer.ts';
import { verifyReply } from '../../src/delivery/verify-reply.ts';
import type { CbeNumber } from '../../src/domain/cbe-number.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { FICTIONAL_ORGANISATION } from '../../src/organisations/organisations.ts';
import { makeSealer } from '../../src/signing/seal.ts';
import type { SimulatorOptions } from '../../src/simulator/options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { USER } from '../support/people.ts';
import { type Keys, makeKeys, type PemPair } from './keys.ts';

let keys: Keys | undefined;

/** The keys of this test file. */
export function sharedKeys(): Keys {
  return (keys ??= makeKeys());
}

export const catalogue = loadCatalogue();

/** What came back on the wire. */
export interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AskOptions {
  readonly cbeNumber?: CbeNumber;
  readonly legalContext?: string;
  readonly ticket?: string;
}

/** A simulator, and a gateway's way of talking to it: its own messages, its own reading, no queue in between. */
export class Harness {
  readonly simulator: Simulator;
  readonly keys: Keys;
  readonly agent: Agent;
  private readonly signed: boolean;

  constructor(simulator: Simulator, signed: boolean) {
    this.simulator = simulator;
    this.keys = sharedKeys();
    this.agent = clientAgent(this.keys.client);
    this.signed = signed;
  }

  /** Sends a request of a flow, and reads the answer as the gateway does. Throws what it throws. */
  async ask(flowId: string, payload: Payload, options: AskOptions = {}): Promise<Answer> {
    const raw = await this.askRaw(flowId, payload, options);
    return this.read(flowId, raw);
  }

  /** As {@link ask}, up to the bytes. */
  async askRaw(flowId: string, payload: Payload, options: AskOptions = {}): Promise<Raw> {
    const message = await this.message(flowId, payload, options);
    return this.post(message.url, message.body, message.headers);
  }

  /** The message as it would leave. */
  async message(flowId: string, payload: Payload, options: AskOptions = {}) {
    const flow = catalogue.get(flowId);
    const { cbeNumber = FICTIONAL_ORGANISATION.cbeNumber, ticket = randomUUID() } = options;
    const request = {
      flow,
      payload,
      ticket: ticketOf(ticket),
      organisation: { ...FICTIONAL_ORGANISATION, cbeNumber },
      user: { ssin: USER, email: FICTIONAL_ORGANISATION.email },
      legalContext: flow.legalContextOf(options.legalContext),
    };
    const { key, certificate } = this.keys.gatewaySigning;
    const sealer = makeSealer({ privateKey: createPrivateKey(key), certificate: new X509Certificate(certificate) });
    return buildMessage(request, this.peer(), sealer, new Date());
  }

  read(flowId: string, { headers, body }: Raw): Answer {
    const reply = { body, contentType: headers['content-type'] ?? '', peerCertificate: 'ab' };
    return readAnswer(catalogue.get(flowId), verifyReply(reply, this.peer(), new Date()).value);
  }

  peer(): Peer {
    return {
      ssdnUrl: this.simulator.ssdnUrl,
      soapBaseUrl: this.simulator.soapBaseUrl,
      signatureMode: this.signed ? 'in-message' : 'detached',
      replySignature: this.signed ? 'required' : 'when-present',
      trust: () => ({ pinned: [new X509Certificate(this.keys.bcssSigning.certificate)], authorities: [] }),
      clockSkewMs: 60_000,
    };
  }

  async post(
    url: string,
    body: Buffer | string,
    headers: Record<string, string> = {},
    agent = this.agent,
  ): Promise<Raw> {
    return send(url, 'POST', body, headers, agent);
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.simulator.close();
  }
}

/** An agent that shows this certificate, and trusts the authority of the test. */
export function clientAgent(pair: PemPair | undefined): Agent {
  const shown = pair === undefined ? {} : { key: pair.key, cert: pair.certificate };
  return new Agent({ ca: sharedKeys().ca, keepAlive: true, ...shown });
}

/** One HTTPS request, its answer whole. */
export async function send(
  url: string,
  method: string,
  body: Buffer | string,
  headers: Record<string, string>,
  agent: Agent,
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method, headers, agent, timeout: 5_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Starts a simulator for a test file. Unsigned unless a test is about signatures: they take most of the time. */
export async function startHarness(
  options: Partial<SimulatorOptions> & { readonly signed?: boolean } = {},
): Promise<Harness> {
  const { signed = false, ...more } = options;
  const { ca, server, bcssSigning, gatewaySigning } = sharedKeys();
  const simulator = await startSimulator({
    tls: { key: server.key, cert: server.certificate, ca },
    ...(signed && { signing: bcssSigning, acceptedSigners: [gatewaySigning.certificate] }),
    ...more,
  });
  return new Harness(simulator, signed);
}
