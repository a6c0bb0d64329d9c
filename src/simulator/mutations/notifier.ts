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

/** Fields of an order, for those who write one by hand. */
const ORDER_FIELDS = ['mutation', 'mutations', 'cbeNumber', 'ticketCbss', 'url', 'seal'];

/** Checks an order that came as JSON. @throws Error saying what is wrong with it. */
export function checkPushOrder(value: unknown): PushOrder {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('an order is an object');
  const unknown = Object.keys(value).find((name) => !ORDER_FIELDS.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is not known here: ${ORDER_FIELDS.join(', ')}`);
  return value;
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
