import { LIMITS } from '../domain/constants.ts';
import { isFinal } from '../domain/exchange.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { RequestBody } from '../exchanges/request-body.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { isAtEnd, nextPage, PAGES_MAX } from '../flows/pages.ts';
import type { AnsweredQuestion, Flows, PageQuestions, Work } from './ports.ts';
import { readKeptReply } from './read-answer.ts';

export interface PagerParts {
  readonly work: Pick<Work, 'pages' | 'postpone' | 'recordResult'>;
  readonly questions: PageQuestions;
  readonly flows: Flows;
}

/** How often to look whether a page has come; its answer wakes the exchange sooner. */
const LOOK_AGAIN_MS = 30_000;

/** True when the caller wants the whole list, and this reply is not the end of it. */
export function goesOn(flow: Flow, { payload, pages }: RequestBody, reply: JsonValue | undefined): boolean {
  const rule = flow.descriptor.pages;
  return pages === 'all' && rule !== undefined && reply !== undefined && nextPage(rule, payload, [reply]) !== undefined;
}

/**
 * Follows an answer in pages to its end (ADR 0015). Each page is an exchange of its own, with its own ticket, intent and result; this
 * one waits for them, and is done with the last. Where a page does not come, or there are more than anybody should wait for, it is done
 * with what there is, and says so.
 */
export class Pager {
  private readonly parts: PagerParts;

  constructor(parts: PagerParts) {
    this.parts = parts;
  }

  /** Takes the next step for an exchange that this worker has claimed. @param request undefined when it can no longer be read. */
  async step(exchange: ExchangeRow, request: RequestBody | undefined): Promise<void> {
    const flow = this.flowOf(exchange);
    const rule = flow?.descriptor.pages;
    const pages = await this.parts.work.pages(exchange);
    if (flow === undefined || rule === undefined || request === undefined)
      return this.conclude(exchange, pages.length, 'unreadable');
    if (pages.some((page, index) => index > 0 && !isFinal(page.exchange.state))) return this.waitFor(exchange);

    const replies = await Promise.all(pages.map((page) => replyOf(flow, page)));
    if (!isComplete(replies)) return this.conclude(exchange, pages.length, 'page-missing');
    if (isAtEnd(rule, replies)) return this.conclude(exchange, pages.length, undefined);
    const bytes = pages.reduce((sum, { reply }) => sum + (reply?.length ?? 0), 0);
    if (pages.length >= (rule.pagesMax ?? PAGES_MAX) || bytes >= LIMITS.pagesBytesMax)
      return this.conclude(exchange, pages.length, 'limit');
    const next = nextPage(rule, request.payload, replies);
    if (next === undefined || flow.check(next).length > 0) return this.conclude(exchange, pages.length, 'reference');
    return this.ask(exchange, flow, next, request, pages.length + 1);
  }

  private flowOf({ flow }: ExchangeRow): Flow | undefined {
    try {
      return this.parts.flows.get(flow);
    } catch (error) {
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  private async ask(
    exchange: ExchangeRow,
    flow: Flow,
    next: Payload,
    request: RequestBody,
    page: number,
  ): Promise<void> {
    await this.parts.questions.askPage(exchange, flow, next, request.context, page);
    return this.waitFor(exchange);
  }

  private waitFor(exchange: ExchangeRow): Promise<void> {
    return this.parts.work.postpone(exchange.id, exchange.token, LOOK_AGAIN_MS, exchange.reconcileStep);
  }

  /** Writes down how many pages there were and, where these are not all, why. */
  private async conclude(exchange: ExchangeRow, count: number, missing: MissingReason | undefined): Promise<void> {
    const { id, organisation, flow, ticket, token, resultKind } = exchange;
    const isWhole = missing === undefined;
    const kind = isWhole ? resultKind : 'partial';
    const details = { pages: count, ...(!isWhole && { missing }), next: 'done' };
    await this.parts.work.recordResult({
      exchangeId: id,
      token,
      attempt: undefined,
      result: { kind: 'result', organisation, exchangeId: id, flow, ticket, outcome: 'answered', details },
      outcome: 'answered',
      ...(!isWhole && { code: 'pages-incomplete' }),
      ...(kind !== undefined && { resultKind: kind }),
      next: { state: 'done' },
    });
  }
}

/** Why the pages are not all there: a page was refused or never came, there were too many, or the reference leads nowhere. */
type MissingReason = 'unreadable' | 'page-missing' | 'limit' | 'reference';

/** What a page says; undefined where there is none. */
async function replyOf(flow: Flow, { exchange, reply }: AnsweredQuestion): Promise<JsonValue | undefined> {
  if (exchange.outcome !== 'answered' || reply === undefined) return undefined;
  try {
    return (await readKeptReply(flow, reply)).reply;
  } catch {
    // Read once and verified then; what cannot be read any more is a page that is missing.
    return undefined;
  }
}

function isComplete(replies: readonly (JsonValue | undefined)[]): replies is readonly JsonValue[] {
  return replies.every((reply) => reply !== undefined);
}
