import { inTurns } from '../domain/in-turns.ts';
import { type Organisation, UNASSIGNED } from '../domain/organisation.ts';
import { parseSsin } from '../domain/ssin.ts';
import type { Verified } from '../domain/verified.ts';
import { ReplyRefused, verifyingPushed } from '../delivery/verify-reply.ts';
import type { Peer } from '../delivery/ports.ts';
import { ReadRefused } from '../flows/codec/read.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Sealer } from '../signing/seal.ts';
import type { UnverifiedEnvelope } from '../soap/read-envelope.ts';
import { BODY_ID, bodyElement, envelope, faultEnvelope } from '../soap/write-envelope.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Evidence } from './evidence.ts';
import { acknowledgement, type Notification, toNotification } from './notification.ts';
import type { StoredNotification } from './mutation-store.ts';

/** Bytes that came through the network's door. */
export interface UnverifiedNotification {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** SHA-256 fingerprint (hex) of the TLS client certificate. */
  readonly peerCertificate: string;
}

/** What goes back through it. */
export interface DoorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface NotificationDeskParts {
  readonly flows: { all(): readonly Flow[] };
  readonly organisationOf: (cbeNumber: string) => Organisation | undefined;
  readonly peer: Peer;
  /** Seals for a centre. */
  readonly sealer: (organisation: string) => Sealer;
  readonly store: (
    organisation: Organisation,
    notification: Notification,
    entry: NewEntry,
  ) => Promise<StoredNotification>;
  /** Keeps what cannot be delivered: evidence, or a kind of message that we do not know yet. */
  readonly keep: (entry: NewEntry) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** So many were about people whom the centre does not help. */
  readonly onWithheld: (mutations: number) => void;
  /** Webhooks are due. */
  readonly nudge: () => void;
}

/**
 * The back door: notification in → verify → log → deduplicate → hand on, and only then acknowledge. Nothing that arrived is dropped:
 * what cannot be believed is kept as evidence and answered with a fault, what is not understood is parked.
 */
export class NotificationDesk {
  private readonly parts: NotificationDeskParts;
  private readonly evidence = new Evidence();

  constructor(parts: NotificationDeskParts) {
    this.parts = parts;
  }

  async receive(notification: UnverifiedNotification): Promise<DoorAnswer> {
    const { peer, clock } = this.parts;
    let verified: Verified<UnverifiedEnvelope>;
    try {
      verified = await inTurns(verifyingPushed(notification, peer, clock.now()));
    } catch (error) {
      if (!(error instanceof ReplyRefused)) throw error;
      return this.refuse(notification, error);
    }
    return this.understand(notification, verified);
  }

  private async understand(
    unverified: UnverifiedNotification,
    { value: { content }, certificate }: Verified<UnverifiedEnvelope>,
  ): Promise<DoorAnswer> {
    const flow = this.parts.flows
      .all()
      .find(
        ({ kind, request }) =>
          kind === 'notification' && request.element === content.local && request.namespace === content.namespace,
      );
    if (flow === undefined) return this.park(unverified, `{${content.namespace}}${content.local}`);
    let notification: Notification | undefined;
    let value: JsonValue;
    try {
      ({ value } = await inTurns(flow.readingRequest(content)));
      notification = toNotification(value);
      if (notification?.items.every((item) => item.content === null) === true)
        throw new ReadRefused('repeated-element', '/mutation');
    } catch (error) {
      if (!(error instanceof ReadRefused)) throw error;
      return this.refuse(unverified, new ReplyRefused('reply-malformed', error.defect, { cause: error }));
    }
    if (notification === undefined) return this.park(unverified, flow.id);
    const organisation = this.parts.organisationOf(notification.cbeNumber);
    if (organisation === undefined) return this.park(unverified, 'unknown centre');
    return this.accept(unverified, flow, organisation, notification, shownIn(flow, value), certificate);
  }

  private async accept(
    unverified: UnverifiedNotification,
    flow: Flow,
    organisation: Organisation,
    notification: Notification,
    found: readonly string[],
    certificate: string,
  ): Promise<DoorAnswer> {
    const { store, log, nudge, onWithheld } = this.parts;
    const stored = await store(organisation, notification, {
      ...entryOf(unverified),
      organisation: organisation.id,
      flow: flow.id,
      ...(notification.ticketCbss.length <= TICKET_CHARACTERS_MAX && { ticket: notification.ticketCbss }),
      found,
      details: { found, certificate, mutations: notification.items.length },
    });
    nudge();
    onWithheld(stored.withheld);
    const line = {
      event: 'mutation.received',
      flow: flow.id,
      organisation: organisation.id,
      mutations: notification.items.length,
      refused: stored.items.filter(({ value }) => value === 'REFUSED').length,
      deliveries: stored.deliveries,
      withheld: stored.withheld,
      index: Number(stored.logIndex),
    };
    if (stored.reused > 0 || stored.unheeded > 0)
      log.warn({ ...line, reused: stored.reused, unheeded: stored.unheeded }, 'mutation.received');
    else log.info(line, 'mutation.received');
    return this.answer(organisation, flow.writeReply(acknowledgement(notification.ticketCbss, stored.items)));
  }

  /** Accepted as it is, for a person to look at: a new kind of message must not be lost because we are older than it. */
  private async park(unverified: UnverifiedNotification, what: string): Promise<DoorAnswer> {
    const name = what.slice(0, WHAT_CHARACTERS_MAX);
    await this.parts.keep({
      ...entryOf(unverified),
      organisation: UNASSIGNED,
      code: 'parked',
      details: { what: name },
    });
    this.parts.log.warn({ event: 'mutation.parked', what: name }, 'mutation.parked');
    return { status: 202, contentType: XML, body: '' };
  }

  private async refuse(unverified: UnverifiedNotification, error: ReplyRefused): Promise<DoorAnswer> {
    const { keep, log, clock } = this.parts;
    const evidence = this.evidence.of(unverified, clock.now());
    await keep({
      ...evidence,
      organisation: UNASSIGNED,
      outcome: 'refused',
      code: error.code,
      details: { defect: error.defect, ...evidence.details },
    });
    log.warn({ event: 'mutation.refused', code: error.code, defect: error.defect }, 'mutation.refused');
    return { status: 500, contentType: XML, body: faultEnvelope('client', error.code) };
  }

  private async answer({ id }: Organisation, content: string): Promise<DoorAnswer> {
    const { sealer, clock } = this.parts;
    const body = bodyElement(content);
    const security = await sealer(id).seal(body, BODY_ID, clock.now());
    return { status: 200, contentType: XML, body: envelope(body, security) };
  }
}

/** The persons whom a notification shows: nobody asked about them. */
function shownIn(flow: Flow, value: JsonValue): string[] {
  return flow.subjectsOf(value as Payload).filter((number) => parseSsin(number) !== undefined);
}

const XML = 'text/xml; charset=utf-8';

/** The contract has 36. A longer one stands in the body; as a column it would keep the whole notification out of the log. */
const TICKET_CHARACTERS_MAX = 64;
/** Of the name of a message that nobody knows. */
const WHAT_CHARACTERS_MAX = 300;

function entryOf({ body, contentType }: UnverifiedNotification): Pick<NewEntry, 'kind' | 'body' | 'contentType'> {
  return { kind: 'notification', body, contentType };
}
