import { type GivenText, type Language, textIn } from '../domain/language.ts';
import { problemKind } from '../domain/problems/catalogue.ts';
import type { Responsible } from '../domain/problems/problem.ts';
import type { Result, ResultMessage } from '../domain/result.ts';
import type { ExchangeSummary, ExchangeView } from '../status/view.ts';

/** What a code means, in one language. */
export interface Explanation {
  readonly title: string;
  readonly happens: string;
  readonly remedy: string;
  readonly responsible: Responsible;
}

/** The explanation of a code; undefined for one that this version does not know. */
function explain(code: string, language: Language): Explanation | undefined {
  const kind = problemKind(code);
  if (kind === undefined) return undefined;
  const { title, itself, remedy, responsible } = kind;
  return { title: title[language], happens: itself[language], remedy: remedy[language], responsible };
}

/** Anything with a code, and what the code means beside it. */
export function withExplanation<Coded extends { readonly code?: string }>(
  coded: Coded,
  language: Language,
): Coded & { readonly explanation?: Explanation } {
  const explanation = coded.code === undefined ? undefined : explain(coded.code, language);
  return explanation === undefined ? coded : { ...coded, explanation };
}

/** An exchange in one language: code, and what BCSS said, explained. */
export function presentExchange(view: ExchangeView, language: Language): object {
  const { result, ...rest } = view;
  if (result === undefined) return withExplanation(rest, language);
  return { ...withExplanation(rest, language), result: presentResult(result, language) };
}

function presentResult(result: Result, language: Language): object {
  return {
    ...result,
    messages: result.messages.map((message) => presentMessage(message, language)),
    ...(result.sources !== undefined && { sources: result.sources.map((source) => inLanguage(source, language)) }),
  };
}

/** Summaries in one language. */
export function presentSummary(summary: ExchangeSummary, language: Language): object {
  return withExplanation(summary, language);
}

/** A text that BCSS gave in several languages is shown in the reader's, else in the first of them. */
function presentMessage({ texts, ...message }: ResultMessage, language: Language): object {
  const text = message.text ?? texts?.[language] ?? Object.values(texts ?? {})[0];
  return { ...inLanguage(message, language), ...(text !== undefined && { text }) };
}

function inLanguage(
  { explanation, remedy, ...rest }: { readonly explanation?: GivenText; readonly remedy?: GivenText },
  language: Language,
): object {
  return { ...rest, ...inOne('explanation', explanation, language), ...inOne('remedy', remedy, language) };
}

/** Results that were recorded before German was promised have none. */
function inOne(name: string, text: GivenText | undefined, language: Language): object {
  return text === undefined ? {} : { [name]: textIn(text, language) };
}
