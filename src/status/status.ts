import type { Client } from '../domain/client.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeCommand, ExchangeId, Verdict } from '../domain/exchange.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Answer, readKeptReply } from '../delivery/read-answer.ts';
import type { CommandEnd, Command } from '../exchanges/commands.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { AttemptRow, ExchangeFilter } from '../exchanges/find.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import type { EntryContent } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { ServiceWait } from '../domain/service-state.ts';
import type { ServiceKey } from '../exchanges/service-state.ts';
import { uncertainView } from './uncertain-view.ts';
import { pagedFields } from './paged-view.ts';
import {
  answerFields,
  attemptView,
  type ExchangeSummary,
  type ExchangeView,
  serviceWaitView,
  summaryOf,
} from './view.ts';

/** The ledger and the archive, as far as looking needs them. */
export interface StatusPorts {
  find(id: ExchangeId, organisation: string | undefined): Promise<ExchangeRow | undefined>;
  list(filter: ExchangeFilter): Promise<ExchangeRow[]>;
  attempts(id: ExchangeId): Promise<AttemptRow[]>;
  content(index: LogIndex): Promise<EntryContent | undefined>;
  /** The exchanges that asked for the further pages of an answer, in order. */
  pages(first: ExchangeId): Promise<ExchangeRow[]>;
  record(entry: NewEntry): Promise<void>;
  carryOut(command: Command): Promise<CommandEnd>;
  flow(id: string): Flow | undefined;
  /** Why messages to a service wait; undefined when they do not. */
  serviceWait(key: ServiceKey): Promise<ServiceWait | undefined>;
}

/** A person's decision, and who they are. */
export interface CommandRequest {
  readonly command: ExchangeCommand;
  readonly verdict?: Verdict;
  readonly reason: string;
  readonly user: { readonly ssin: string; readonly name?: string };
}

/** Looks at exchanges on behalf of a client: only those of its centre exist for it. */
export class Status {
  private readonly ports: StatusPorts;

  constructor(ports: StatusPorts) {
    this.ports = ports;
  }

  /**
   * One exchange, whole. Showing a reply is a reading of personal data, and is recorded, unless it is handed over as the answer to the
   * very call that asked for it (`first`).
   *
   * @throws GatewayError `not-found`, for another centre's exchange as for none.
   */
  async view(client: Client, id: ExchangeId, first = false): Promise<ExchangeView> {
    const row = await this.row(client, id);
    const attempts = await this.ports.attempts(row.id);
    const flow = this.ports.flow(row.flow);
    const uncertain = await uncertainView(row, attempts, flow, (attempt) => this.answerTo(flow, attempt));
    const answer = await this.answerOf(row);
    if (answer?.reply !== undefined && !first) await this.recordReading(client, row, answer.reply as JsonValue);
    return {
      ...(await this.summarised(row)),
      attempts: attempts.map(attemptView),
      ...(uncertain !== undefined && { uncertain }),
      ...answer,
    };
  }

  /** Where one exchange stands, without its reply. @throws GatewayError `not-found` */
  async summary(client: Client, id: ExchangeId): Promise<ExchangeSummary> {
    return this.summarised(await this.row(client, id));
  }

  /** A page of exchanges, newest first. */
  async list(filter: ExchangeFilter): Promise<ExchangeSummary[]> {
    return (await this.ports.list(filter)).map(summaryOf);
  }

  /** Carries out a person's command. @throws GatewayError `not-found`, `state-conflict` */
  async command(client: Client, id: ExchangeId, request: CommandRequest): Promise<void> {
    const row = await this.row(client, id);
    const { command, verdict, reason, user } = request;
    const end = await this.ports.carryOut({
      id,
      organisation: row.organisation,
      command,
      ...(verdict !== undefined && { verdict }),
      entry: {
        kind: 'command',
        organisation: row.organisation,
        exchangeId: id,
        flow: row.flow,
        ticket: row.ticket,
        client: client.id,
        actor: user.ssin,
        outcome: command,
        details: { user, reason, verdict },
      },
    });
    if (end === 'not-found') throw new GatewayError('not-found');
    if (end === 'not-now') throw new GatewayError('state-conflict', { detail: `state: ${row.state}` });
  }

  /** With the reason where the service makes it wait. */
  private async summarised(row: ExchangeRow): Promise<ExchangeSummary> {
    const { organisation, address, state } = row;
    const wait =
      address !== undefined && state === 'waiting'
        ? await this.ports.serviceWait({ organisation, address })
        : undefined;
    return { ...summaryOf(row), ...(wait !== undefined && { serviceWait: serviceWaitView(wait) }) };
  }

  private async row(client: Client, id: ExchangeId): Promise<ExchangeRow> {
    const row = await this.ports.find(id, client.organisation === '*' ? undefined : client.organisation);
    if (row === undefined) throw new GatewayError('not-found');
    return row;
  }

  private async answerOf(row: ExchangeRow): Promise<Partial<ExchangeView> | undefined> {
    const flow = this.ports.flow(row.flow);
    if (flow === undefined) return undefined;
    const first = await this.replyOf(flow, row);
    if (first === undefined || first === 'destroyed') return first && { replyDestroyed: true };
    const pages = flow.descriptor.pages === undefined ? [] : await this.ports.pages(row.id);
    if (pages.length === 0) return answerFields(first);
    const further = await Promise.all(pages.map((page) => this.replyOf(flow, page)));
    const answers = [first, ...further.filter((page) => page !== undefined && page !== 'destroyed')];
    return pagedFields(flow, answers, [row, ...pages]);
  }

  /** What an attempt was answered that left open what happened; undefined when it can no longer be read. */
  private async answerTo(flow: Flow | undefined, { replyIndex }: AttemptRow): Promise<Answer | undefined> {
    const content = replyIndex === undefined ? undefined : await this.ports.content(replyIndex);
    if (flow === undefined || content?.body === undefined) return undefined;
    try {
      return await readKeptReply(flow, content.body);
    } catch {
      // Verified once; what cannot be read any more is not shown.
      return undefined;
    }
  }

  private async replyOf(flow: Flow, row: ExchangeRow): Promise<Answer | 'destroyed' | undefined> {
    const answered = row.outcome === 'answered' || row.outcome === 'refused';
    if (row.replyIndex === undefined || !answered) return undefined;
    const content = await this.ports.content(row.replyIndex);
    if (content?.body === undefined) return 'destroyed';
    try {
      return await readKeptReply(flow, content.body);
    } catch {
      // Refused at the door by an appliance: there is evidence, and nothing of BCSS to read in it.
      return undefined;
    }
  }

  private async recordReading(client: Client, row: ExchangeRow, reply: JsonValue): Promise<void> {
    const found = this.ports.flow(row.flow)?.foundIn(reply) ?? [];
    await this.ports.record({
      kind: 'read',
      organisation: row.organisation,
      exchangeId: row.id,
      flow: row.flow,
      ticket: row.ticket,
      client: client.id,
      found,
      details: { what: 'reply', found },
    });
  }
}
