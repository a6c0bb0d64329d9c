import { atOnce, type Steps } from '../domain/in-turns.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ProblemCode } from '../domain/problems/catalogue.ts';
import { reasonCode } from '../domain/reason-codes.ts';
import { retryAfterMsOf } from '../domain/retry-after.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { NotSentReason, NoReplyReason, Sent } from '../transport/gate.ts';
import { foreignDefect } from './about-whom.ts';
import type { Peer } from './ports.ts';
import { type Answer, readingAnswer } from './read-answer.ts';
import { ReplyRefused, verifyingReply } from './verify-reply.ts';

/** How one attempt ended, and what the next step depends on. */
export interface Ending {
  readonly outcome: Outcome;
  readonly code?: ProblemCode;
  /** What exactly was found; for the log and the operator, never with content. */
  readonly defect?: string;
  /** What the official schema has against the reply, where the operator has it. */
  readonly remark?: string;
  /** A refusal that may be another one in a moment. */
  readonly transient: boolean;
  readonly overloaded: boolean;
  /** Something on the way to BCSS did not let the message in. */
  readonly notLetIn?: true;
  /** Where it was not let in, when every other message would fare the same. */
  readonly address?: string;
  readonly retryAfterMs?: number;
  readonly answer?: Answer;
  readonly trust?: 'signature' | 'tls';
  readonly certificate?: string;
}

/** What was asked, as far as the answer must fit it. */
export interface Asked {
  readonly flow: Flow;
  readonly payload: Payload;
  /** How the message was referred to: our ticket, or what a host record has room for. */
  readonly reference: string;
  readonly resendSafe: boolean;
}

/**
 * Interprets what came of sending: verify → parse → match to the ticket → name the outcome (`reliability` table in
 * `docs/architecture.md`). Whatever cannot be verified is evidence, never a success.
 */
export function endingOf(sent: Sent, asked: Asked, peer: Peer, now: Date): Ending {
  return atOnce(interpreting(sent, asked, peer, now));
}

/** {@link endingOf} as work that can be put down. */
export function* interpreting(sent: Sent, asked: Asked, peer: Peer, now: Date): Steps<Ending> {
  switch (sent.kind) {
    case 'not-sent':
      return ending('unreachable', NOT_SENT[sent.reason], sent.detail);
    case 'no-reply':
      return { ...ending('uncertain', NO_REPLY[sent.reason], sent.detail), overloaded: sent.reason === 'timeout' };
    case 'reply':
      return yield* replyEnding(sent, asked, peer, now);
  }
}

const NOT_SENT: Readonly<Record<NotSentReason, ProblemCode>> = {
  unreachable: 'bcss-unreachable',
  tls: 'bcss-tls-refused',
};

const NO_REPLY: Readonly<Record<NoReplyReason, ProblemCode>> = {
  timeout: 'bcss-timeout',
  'connection-lost': 'bcss-connection-lost',
  'too-large': 'reply-too-large',
  encoding: 'reply-malformed',
};

function ending(outcome: Outcome, code: ProblemCode, defect: string): Ending {
  return { outcome, code, defect, transient: false, overloaded: false };
}

type Reply = Extract<Sent, { kind: 'reply' }>;

function* replyEnding(reply: Reply, asked: Asked, peer: Peer, now: Date): Steps<Ending> {
  try {
    const verified = yield* verifyingReply(reply, peer, now, asked.flow.soapVersion);
    const answer = yield* readingAnswer(asked.flow, verified.value);
    refuseForeignAnswer(answer, asked);
    refuseUnsignedContent(answer, verified.by, peer);
    return {
      ...answerEnding(answer, asked.resendSafe),
      answer,
      trust: verified.by,
      certificate: verified.certificate,
    };
  } catch (error) {
    // Whatever it is that we cannot read: something was sent, and what came back is evidence.
    if (!(error instanceof ReplyRefused)) return ending('uncertain', 'reply-malformed', nameOf(error));
    return error.code === 'reply-malformed'
      ? statusEnding(reply, error, now)
      : ending('uncertain', error.code, error.defect);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** Not a message of BCSS at all: then the HTTP status of whatever stands in between is all there is. */
function statusEnding(reply: Reply, error: ReplyRefused, now: Date): Ending {
  const { status } = reply;
  const defect = `HTTP ${status}, ${error.defect}`;
  if (NOT_LET_IN.has(status)) return { ...ending('refused', 'bcss-access-refused', defect), notLetIn: true };
  if (status === 429) {
    const busy = { ...ending('refused', 'bcss-overloaded', defect), ...comeBack(reply, now) };
    return { ...busy, transient: true, notLetIn: true };
  }
  if (status === 502 || status === 503 || status === 504)
    return { ...ending('uncertain', 'bcss-overloaded', defect), ...comeBack(reply, now) };
  return ending('uncertain', error.code, defect);
}

/**
 * Answers of an appliance or a server that has not let the message in (RFC 9110, 15.4 and 15.5): it was not processed. A redirection is
 * not followed with a message that must not be sent twice; 303 is not among them, since it comes after the work.
 */
const NOT_LET_IN = new Set([301, 302, 307, 308, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 417, 421, 431]);

function comeBack({ retryAfter }: Reply, now: Date): Pick<Ending, 'overloaded' | 'retryAfterMs'> {
  const retryAfterMs = retryAfterMsOf(retryAfter, now);
  return { overloaded: true, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Only the fault itself may come unsigned from a peer that signs: what the service says inside it is data like any other. */
function refuseUnsignedContent({ reply }: Answer, trust: 'signature' | 'tls', { replySignature }: Peer): void {
  if (replySignature === 'required' && trust === 'tls' && reply !== undefined)
    throw new ReplyRefused('reply-signature-missing', 'a fault with content');
}

/** The reply must carry our ticket, and must not be about somebody else. */
function refuseForeignAnswer(answer: Answer, { flow, payload, reference }: Asked): void {
  if (answer.ticket === undefined ? mustEcho(answer, flow) : !sameTicket(answer.ticket, reference))
    throw new ReplyRefused('reply-not-ours', answer.ticket === undefined ? 'no ticket' : 'another ticket');
  const defect = answer.kind === 'fault' ? undefined : foreignDefect(flow, payload, answer);
  if (defect !== undefined) throw new ReplyRefused('reply-not-ours', defect);
}

function sameTicket(given: string, ours: string): boolean {
  const plain = (ticket: string): string => ticket.toLowerCase().replaceAll('-', '');
  return plain(given) === plain(ours);
}

/** A fault may come without the customer's information, and an SSDN header that was refused without a message part. */
function mustEcho(answer: Answer, flow: Flow): boolean {
  if (answer.kind === 'fault') return false;
  if (flow.transport === 'ssdn') return answer.result.kind !== 'refused';
  return Object.values(flow.descriptor.fill ?? {}).includes('customer');
}

function answerEnding(answer: Answer, resendSafe: boolean): Ending {
  const codes = answer.result.messages.map(({ code }) => reasonCode(code));
  const transient = codes.some((known) => known?.transient === true);
  if (answer.kind === 'fault')
    return faultEnding(answer, codes.length > 0 && codes.every(Boolean), transient, resendSafe);
  if (answer.result.kind !== 'refused') return { outcome: 'answered', transient: false, overloaded: false };
  const unknown = codes.some((known) => known?.processingUnknown === true);
  if (unknown && !resendSafe) return ending('uncertain', 'outcome-unknown', answer.result.status);
  return { ...ending('refused', transient ? 'bcss-fault' : 'bcss-refused', answer.result.status), transient };
}

/**
 * Whose fault a fault is. One that says the message was not processed is final, or may pass, for a declaration as for a question.
 * Otherwise it is theirs: worth another try unless every code in it is known to be final; and for a declaration it leaves open what
 * happened.
 */
function faultEnding(answer: Answer, allKnown: boolean, anyTransient: boolean, resendSafe: boolean): Ending {
  const defect = `${answer.fault?.code ?? 'fault'}: ${answer.result.messages.map(({ code }) => code).join(' ')}`;
  switch (answer.processing) {
    case 'protocol-refused':
      return ending('refused', 'bcss-not-processed', defect);
    case 'message-refused':
      return ending('refused', 'bcss-refused', defect);
    case 'not-now':
      return { ...ending('refused', 'bcss-overloaded', defect), transient: true };
    case 'unknown':
    case undefined:
  }
  if (allKnown && !anyTransient) return ending('refused', 'bcss-refused', defect);
  if (!resendSafe) return ending('uncertain', 'bcss-fault', defect);
  return { ...ending('refused', 'bcss-fault', defect), transient: true };
}
