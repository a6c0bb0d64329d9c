import type { Localised } from '../domain/language.ts';
import type { Answer } from '../delivery/read-answer.ts';
import type { AttemptRow } from '../exchanges/find.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import { maskSsins } from '../flows/echo.ts';
import type { Flow } from '../flows/flow.ts';

/** Of a declaration of which it is not known whether it had its effect: what came, what happens next, and whom a person asks. */
export interface UncertainView {
  readonly came: CameView;
  readonly next: NextView;
  readonly ask?: AskView;
}

/** What came back. Of a reply that is not to be believed there is nothing but its HTTP status; numbers of persons are left out. */
export interface CameView {
  readonly what: 'nothing' | 'fault' | 'refusal' | 'not-believed';
  readonly httpStatus?: number;
  readonly faultCode?: string;
  readonly text?: string;
  /** What the service says in it. */
  readonly codes?: readonly { readonly code: string; readonly text?: string }[];
}

/** `question`: the gateway asks `flow` what became of it, at `at`. `person`: nothing happens until somebody decides, by `decide`. */
export type NextView =
  | { readonly by: 'question'; readonly flow: string; readonly at: string }
  | { readonly by: 'person'; readonly decide: string };

/** Whom a person asks, and with what. */
export interface AskView {
  readonly whom: Localised;
  readonly with: Localised;
  readonly ticket: string;
  readonly ticketCbss?: string;
  readonly sentAt: string;
}

/** The view of a declaration whose outcome is unknown; undefined of any other exchange. */
export async function uncertainView(
  row: ExchangeRow,
  attempts: readonly AttemptRow[],
  flow: Flow | undefined,
  read: (attempt: AttemptRow) => Promise<Answer | undefined>,
): Promise<UncertainView | undefined> {
  const last = attempts.at(-1);
  if ((row.state !== 'reconciling' && row.state !== 'undecided') || last === undefined) return undefined;
  const ask = askView(row, last, flow);
  return { came: await cameView(last, read), next: nextView(row, flow), ...(ask !== undefined && { ask }) };
}

async function cameView(
  last: AttemptRow,
  read: (attempt: AttemptRow) => Promise<Answer | undefined>,
): Promise<CameView> {
  const { httpStatus, replyIndex, trust } = last;
  const status = httpStatus !== undefined && { httpStatus };
  if (replyIndex === undefined && httpStatus === undefined) return { what: 'nothing' };
  const answer = trust === undefined ? undefined : await read(last);
  if (answer === undefined) return { what: 'not-believed', ...status };
  const codes = answer.result.messages.map(({ code, text }) => ({
    code,
    ...(text !== undefined && { text: maskSsins(text) }),
  }));
  return answer.fault === undefined
    ? { what: 'refusal', ...status, codes }
    : { what: 'fault', ...status, faultCode: answer.fault.code, text: maskSsins(answer.fault.reason), codes };
}

function nextView({ id, state, flow: own, notBefore }: ExchangeRow, flow: Flow | undefined): NextView {
  return state === 'reconciling'
    ? { by: 'question', flow: flow?.descriptor.reconcile?.flow ?? own, at: notBefore.toISOString() }
    : { by: 'person', decide: `POST /v1/exchanges/${id}/resolve` };
}

function askView({ ticket, ticketCbss }: ExchangeRow, last: AttemptRow, flow: Flow | undefined): AskView | undefined {
  const inquire = flow?.descriptor.inquire;
  if (inquire === undefined) return undefined;
  const sentAt = last.startedAt.toISOString();
  return { ...inquire, ticket, ...(ticketCbss !== undefined && { ticketCbss }), sentAt };
}
