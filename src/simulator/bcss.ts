import { X509Certificate } from 'node:crypto';
import type { Contract } from './contracts/contract.ts';
import { answered } from './contracts/load-contracts.ts';
import { answerCall } from './conversation/answer-call.ts';
import { Dispatch } from './conversation/dispatch.ts';
import { type Arrival, understand, type Understood } from './conversation/understand.ts';
import { Declarations } from './declared/declarations.ts';
import { MedicalCards } from './declared/medical-cards.ts';
import { alteredText, tampered } from './faults/alter-text.ts';
import type { Fault } from './faults/fault.ts';
import { dayOf } from './integrations/day.ts';
import { Integrations } from './integrations/integrations.ts';
import type { World } from './services/service.ts';
import { FICTIVILLE, MUNICIPALITIES } from './town/places.ts';
import { Town } from './town/town.ts';
import { plainEnvelope, sealedEnvelope, type Signer } from './wire/seal.ts';
import type { XmlNode } from './xml/node.ts';

/** What the institution is made with. Time and randomness are handed in: the same ones give the same replies. */
export interface BcssOptions {
  readonly contracts: readonly Contract[];
  readonly clock: () => Date;
  /** A UUID at each call. */
  readonly uuid: () => string;
  /** Signs replies; absent: they travel unsigned. */
  readonly signer: Signer | undefined;
  /** Signs those that should be signed by somebody else. */
  readonly otherSigner: Signer | undefined;
  /** Certificates (PEM) that requests may be signed with; none: signatures are not looked at. */
  readonly acceptedSigners: readonly string[];
  /** NIS code of the municipality behind a CBE number, besides those of the town and its neighbours. */
  readonly municipalities: Readonly<Record<string, string>>;
}

/** A reply as it should leave. */
export interface Reply {
  readonly status: 200 | 500;
  readonly xml: string;
}

/** BCSS without a network: hears messages, and answers them out of the town and the directory of persons. */
export class Bcss {
  readonly world: World;
  private readonly options: BcssOptions;
  private readonly dispatch: Dispatch;
  private readonly signers: readonly X509Certificate[];
  private replies = 0;

  constructor(options: BcssOptions) {
    this.options = options;
    this.dispatch = new Dispatch(answered(options.contracts));
    this.signers = options.acceptedSigners.map((pem) => new X509Certificate(pem));
    const town = new Town();
    const integrations = new Integrations();
    integrations.seed(town, dayOf(options.clock()));
    this.world = { town, integrations, medicalCards: new MedicalCards(town), declared: new Declarations(town) };
  }

  /** What a message asks, without doing anything about it yet. */
  hear(arrival: Arrival): Understood {
    return understand(arrival, this.dispatch, this.signers);
  }

  /** Does what was asked, and writes the reply; under a fault, not quite as it should be. */
  reply(understood: Understood, fault?: Fault): Reply {
    const { status, element } = this.content(understood, fault);
    const xml = this.envelope(element, fault);
    // In SSDN the document inside was changed, before it was put in its envelope.
    return { status, xml: understood.call.kind === 'soap' ? alteredText(xml, fault) : xml };
  }

  /** The content of the reply's Body. */
  content(understood: Understood, fault?: Fault): { readonly status: 200 | 500; readonly element: XmlNode } {
    this.replies += 1;
    const { cbeNumber, arrival } = understood;
    return answerCall(understood, {
      world: this.world,
      caller: { cbeNumber, nisCode: this.nisCodeOf(cbeNumber), certificate: arrival.certificate },
      replied: this.options.clock(),
      ticketCbss: this.options.uuid(),
      ssdnTicket: `FICTIF${String(this.replies).padStart(9, '0')}`,
      fault,
      contract: (id) => this.dispatch.find(id),
    });
  }

  /** An envelope around a content, sealed as BCSS seals, or as a fault wants it. */
  envelope(content: XmlNode, fault?: Fault): string {
    const signer = fault?.kind === 'other-signer' ? this.options.otherSigner : this.options.signer;
    if (signer === undefined || fault?.kind === 'unsigned') return plainEnvelope(content);
    const xml = sealedEnvelope(content, signer, new Date(this.options.clock().getTime() + shiftOf(fault)));
    return fault?.kind === 'tampered' ? tampered(xml) : xml;
  }

  /** The municipality of a centre. One that nobody told us about is taken for that of the town. */
  private nisCodeOf(cbeNumber: string): string {
    const { municipalities } = this.options;
    const told = Object.hasOwn(municipalities, cbeNumber) ? municipalities[cbeNumber] : undefined;
    return told ?? MUNICIPALITIES.find(({ cpas }) => cpas === cbeNumber)?.nisCode ?? FICTIVILLE.nisCode;
  }
}

/** Long enough that no tolerance between clocks helps. */
const TIMESTAMP_SHIFT_MS = 24 * 60 * 60_000;

function shiftOf(fault: Fault | undefined): number {
  if (fault?.kind === 'expired') return -(fault.byMs ?? TIMESTAMP_SHIFT_MS);
  return fault?.kind === 'future' ? (fault.byMs ?? TIMESTAMP_SHIFT_MS) : 0;
}
