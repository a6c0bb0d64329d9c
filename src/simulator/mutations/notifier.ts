import type { Contract } from '../contracts/contract.ts';
import type { Fault } from '../faults/fault.ts';
import { writeMessage } from '../message/write-message.ts';
import { FICTIVILLE } from '../town/places.ts';
import type { XmlNode } from '../xml/node.ts';
import { type Mutation, type Mutations, notification } from './mutation.ts';
import { push, type PushAnswer, type PushTls } from './push.ts';

/** What is pushed, and how. Everything has a default. */
export interface PushOrder {
  /** One mutation, described as far as it matters; ignored where `mutations` is given. */
  readonly mutation?: Partial<Mutation>;
  /** Whole mutations: a batch, one that was sent before, or one of the same number with another content. */
  readonly mutations?: readonly Mutation[];
  /** The centre it is for; that of the town. */
  readonly cbeNumber?: string;
  /** Another one for each push when absent. */
  readonly ticketCbss?: string;
  /** The gateway's network door; the one that the simulator was started with. */
  readonly url?: string;
  readonly seal?: 'unsigned' | 'tampered' | 'other-signer' | 'expired' | 'future';
}

export interface NotifierParts {
  readonly contracts: readonly Contract[];
  readonly mutations: Mutations;
  /** Seals a content as BCSS does, or as a fault wants it. */
  readonly envelope: (content: XmlNode, fault: Fault | undefined) => string;
  readonly door: { readonly url?: string; readonly tls: PushTls } | undefined;
  readonly clock: () => Date;
  readonly uuid: () => string;
}

/** Pushes mutations as BCSS would, under the provisional contract `mutations`. */
export class Notifier {
  private readonly parts: NotifierParts;

  constructor(parts: NotifierParts) {
    this.parts = parts;
  }

  /** @throws Error when there is nowhere to send it, or nobody answers. */
  async push(order: PushOrder = {}): Promise<PushAnswer> {
    const { contracts, door } = this.parts;
    const contract = contracts.find(({ id }) => id === 'mutations');
    const url = order.url ?? door?.url;
    if (contract === undefined || door === undefined || url === undefined) {
      throw new Error('no network door to push to: start the simulator with `mutations`');
    }
    return push(url, this.message(order, contract), SOAP_ACTION, door.tls, contract.reply);
  }

  /** The envelope as it would leave. */
  message(order: PushOrder, contract: Contract): string {
    const { mutations, clock, uuid, envelope } = this.parts;
    const facts = {
      ticketCbss: order.ticketCbss ?? uuid(),
      cbeNumber: order.cbeNumber ?? FICTIVILLE.cpas,
      now: clock(),
    };
    const sent = order.mutations ?? [mutations.make(order.mutation)];
    const content = writeMessage(notification(sent, facts), contract.request);
    return envelope(content, order.seal && { kind: order.seal });
  }
}

const SOAP_ACTION = 'urn:cpas-bcss-gateway:mutations:v1:notifyMutations';
