import { actsFor, type Client } from '../../domain/client.ts';
import type { Localised } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { NewExchange } from '../../exchanges/accept.ts';
import type { EntryContent } from '../../log/archive.ts';
import type { NewEntry } from '../../log/entry.ts';
import type { Approval } from './approval-row.ts';
import type { ApprovalDeskParts, ApprovalFilter } from './ports.ts';

/** Who decides, and why. */
export interface ApprovalDecision {
  readonly user: { readonly ssin: string; readonly role: string; readonly name?: string };
  readonly reason: string;
}

/** An approval, and what was asked. */
export interface ApprovalView {
  readonly approval: Approval;
  /** `{context, payload}`; undefined when it was destroyed under a retention rule. */
  readonly request: unknown;
}

/**
 * Where a second person decides. What is approved goes through the desk as any request does, with the table and the register of that
 * moment: an approval adds a condition, and lifts none.
 */
export class ApprovalDesk {
  private readonly parts: ApprovalDeskParts;

  constructor(parts: ApprovalDeskParts) {
    this.parts = parts;
  }

  /** A page, newest first, without what was asked. */
  list(filter: ApprovalFilter): Promise<Approval[]> {
    return this.parts.store.list(filter);
  }

  /** One, with what was asked: a reading of personal data, and recorded as one. @throws GatewayError `not-found` */
  async view(client: Client, id: string): Promise<ApprovalView> {
    const approval = await this.find(client, id);
    const content = await this.parts.content(approval.logIndex);
    await this.parts.store.record({
      ...entryAbout(approval, client, 'read'),
      details: { what: 'approval', approval: id },
    });
    return { approval, request: content?.body && (JSON.parse(content.body.toString()) as unknown) };
  }

  /**
   * Approves: the request becomes an exchange, once, however many approve it at one instant.
   *
   * @throws GatewayError `not-found`, `approval-not-yours`, `approval-over`, and what the desk refuses now
   */
  async approve(client: Client, id: string, decision: ApprovalDecision): Promise<Approval> {
    const approval = await this.entitled(client, id, decision);
    const exchange = await this.exchangeOf(approval);
    const entry = {
      ...decisionEntry(approval, client, decision, 'approved'),
      exchangeId: approval.exchangeId,
      ticket: approval.ticket,
    };
    if (!(await this.parts.store.approve(approval, exchange, entry))) throw new GatewayError('approval-over');
    this.parts.nudge();
    return this.find(client, id);
  }

  /** Ends a request that will not be sent; whoever asked may take it back, too. @throws GatewayError as {@link approve} */
  async refuse(client: Client, id: string, decision: ApprovalDecision): Promise<Approval> {
    const approval = await this.entitled(client, id, decision, true);
    const entry = decisionEntry(approval, client, decision, 'approval-refused');
    if (!(await this.parts.store.refuse(approval, entry))) throw new GatewayError('approval-over');
    return this.find(client, id);
  }

  private async find(client: Client, id: string): Promise<Approval> {
    const approval = await this.parts.store.byId(id, client.organisation === '*' ? undefined : client.organisation);
    if (approval === undefined || !actsFor(client, approval.organisation)) throw new GatewayError('not-found');
    return approval;
  }

  /** The approval, when this person may decide about it: with a role that may, or, to end it, as who asked. An attempt is recorded. */
  private async entitled(client: Client, id: string, decision: ApprovalDecision, toEnd = false): Promise<Approval> {
    const { user } = decision;
    const { store, vault, mayName } = this.parts;
    const approval = await this.find(client, id);
    if (approval.state !== 'pending') throw new GatewayError('approval-over');
    const isOwn = vault.personLane(user.ssin).equals(approval.requester);
    const hasRole = approval.approvers.includes(user.role) && mayName(client.id, user.role);
    const isSecond = !isOwn && client.id !== approval.client;
    if (toEnd ? isOwn || hasRole : isSecond && hasRole) return approval;
    const denied = { ...entryAbout(approval, client, 'denied'), actor: user.ssin, code: 'approval-not-yours' };
    await store.record({ ...denied, details: { user, approval: id } });
    throw new GatewayError('approval-not-yours', { detail: whoMay(approval, client) });
  }

  /** What was asked, checked again, as the exchange that it was promised to become. */
  private async exchangeOf(approval: Approval): Promise<NewExchange> {
    const { id, client, organisation, flow, exchangeId, ticket } = approval;
    const bytes = bodyOf(await this.parts.content(approval.logIndex));
    const exchange = await this.parts.prepare({
      client: { id: client, organisation, rights: ['send'], bootstrap: false },
      flow,
      body: JSON.parse(bytes.toString()) as unknown,
      bytes,
      // The key of the first call is claimed already; this only stands where a declaration needs one.
      idempotencyKey: id,
      interactive: false,
    });
    const { idempotency: _claimed, ...rest } = exchange;
    return { ...rest, id: exchangeId, ticket, entry: { ...exchange.entry, exchangeId, ticket } };
  }
}

/** Who may approve: by which roles and, where the same application asked, that it takes another one. */
function whoMay({ approvers, client }: Approval, caller: Client): Localised {
  const roles = approvers.join(', ');
  if (caller.id !== client) return { fr: roles, nl: roles, en: roles, de: roles };
  return {
    fr: `${roles} ; avec une autre application (clé d’API) que ${client}, qui a fait la demande`,
    nl: `${roles}; met een andere toepassing (API-sleutel) dan ${client}, die de aanvraag deed`,
    en: `${roles}; with another application (API key) than ${client}, which asked`,
    de: `${roles}; mit einer anderen Anwendung (API-Schlüssel) als ${client}, die angefragt hat`,
  };
}

function bodyOf(content: EntryContent | undefined): Buffer {
  if (content?.body === undefined) throw new GatewayError('approval-over');
  return content.body;
}

function entryAbout({ organisation, flow }: Approval, client: Client, kind: NewEntry['kind']): NewEntry {
  return { kind, organisation, flow, client: client.id };
}

function decisionEntry(
  approval: Approval,
  client: Client,
  { user, reason }: ApprovalDecision,
  outcome: 'approved' | 'approval-refused',
): NewEntry {
  const details = { user, reason, approval: approval.id, exchange: approval.exchangeId };
  return { ...entryAbout(approval, client, 'command'), actor: user.ssin, outcome, details };
}
