import type { Answer } from '../delivery/read-answer.ts';
import type { Result, ResultMessage } from '../domain/result.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import { isAtEnd, joinPages } from '../flows/pages.ts';
import { answerFields, type ExchangeView, type PagesView } from './view.ts';

/**
 * Several pages as one answer: the first, with the lists of all. Its result is that of the whole.
 *
 * @param answers the pages that were answered, in order
 * @param exchanges the exchange itself, and those that asked for the further pages
 */
export function pagedFields(
  flow: Flow,
  answers: readonly Answer[],
  exchanges: readonly ExchangeRow[],
): Partial<ExchangeView> {
  const [first] = answers;
  const rule = flow.descriptor.pages;
  if (first === undefined || rule === undefined) return {};
  const replies = answers.map(({ reply }) => reply).filter((reply): reply is JsonValue => reply !== undefined);
  const complete = replies.length === exchanges.length && isAtEnd(rule, replies);
  const pages: PagesView = {
    count: replies.length,
    complete,
    exchanges: exchanges.map(({ id }) => id),
  };
  const deviations = answers.flatMap((answer) => answer.deviations);
  return {
    ...answerFields({ ...first, reply: joinPages(rule, replies), result: wholeResult(answers, complete), deviations }),
    pages,
  };
}

/** What all pages say together; not all of them there is not the whole answer. */
function wholeResult(answers: readonly Answer[], complete: boolean): Result {
  const [first, ...others] = answers.map(({ result }) => result);
  if (first === undefined) throw new Error('no page of an answer');
  const messages = new Map<string, ResultMessage>();
  for (const message of [first, ...others].flatMap((result) => result.messages))
    messages.set(JSON.stringify([message.severity, message.code, message.text, message.item]), message);
  const isFound = [first, ...others].some(({ kind }) => kind === 'found');
  const isPartial = !complete || others.some(({ kind }) => kind === 'partial' || kind === 'refused');
  return { ...first, kind: isPartial ? 'partial' : isFound ? 'found' : first.kind, messages: [...messages.values()] };
}
