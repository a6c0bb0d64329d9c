import { type GivenText, type Language, type Localised, textIn } from '../domain/language.ts';
import { type ExchangeState, isFinal } from '../domain/exchange.ts';
import { afterwards, type FinalState, NOT_ASKED_AGAIN } from '../domain/problems/afterwards.ts';
import { problemKind } from '../domain/problems/catalogue.ts';
import { RETRIED, TRY_LATER } from '../domain/reason-codes/remedies.ts';
import type { Responsible } from '../domain/problems/problem.ts';
import type { Result, ResultMessage } from '../domain/result.ts';
import type { UncertainView } from '../status/uncertain-view.ts';
import type { ExchangeSummary, ExchangeView } from '../status/view.ts';

/** What a code means, in one language. */
export interface Explanation {
  readonly title: string;
  readonly happens: string;
  readonly remedy: string;
  readonly responsible: Responsible;
}

/** The explanation of a code in a state; undefined for one that this version does not know. */
function explain(code: string, state: ExchangeState | undefined, language: Language): Explanation | undefined {
  const kind = problemKind(code);
  if (kind === undefined) return undefined;
  const { title, responsible } = kind;
  const isOver = state !== undefined && isFinal(state);
  const { itself, remedy } = isOver
    ? afterwards(kind, state as FinalState)
    : { itself: [kind.itself], remedy: [kind.remedy] };
  const said = (texts: readonly Localised[]): string => texts.map((text) => text[language]).join(' ');
  return { title: title[language], happens: said(itself), remedy: said(remedy), responsible };
}

/**
 * Anything with a code, and what the code means beside it.
 *
 * @param state of what the code stands in: once nothing more happens by itself, what was promised is no longer said
 */
export function withExplanation<Coded extends { readonly code?: string }>(
  coded: Coded,
  language: Language,
  state?: ExchangeState,
): Coded & { readonly explanation?: Explanation } {
  const explanation = coded.code === undefined ? undefined : explain(coded.code, state, language);
  return explanation === undefined ? coded : { ...coded, explanation };
}

/** An exchange in one language: code, and what BCSS said, explained. */
export function presentExchange(view: ExchangeView, language: Language): object {
  const { result, uncertain, ...rest } = view;
  const exchange = {
    ...withExplanation(rest, language, view.state),
    ...(uncertain !== undefined && { uncertain: presentUncertain(uncertain, language) }),
  };
  return result === undefined ? exchange : { ...exchange, result: presentResult(result, view.state, language) };
}

function presentUncertain({ ask, ...rest }: UncertainView, language: Language): object {
  return {
    ...rest,
    ...(ask !== undefined && { ask: { ...ask, whom: ask.whom[language], with: ask.with[language] } }),
  };
}

function presentResult(result: Result, state: ExchangeState, language: Language): object {
  const truthful = <Part extends { readonly remedy?: GivenText }>(part: Part): Part =>
    isFinal(state) && part.remedy === RETRIED ? { ...part, remedy: TRY_LATER } : part;
  const isCutShort = result.kind === 'partial' && isFinal(state);
  return {
    ...result,
    ...(isCutShort && { happens: NOT_ASKED_AGAIN[language] }),
    messages: result.messages.map((message) => presentMessage(truthful(message), language)),
    ...(result.sources !== undefined && {
      sources: result.sources.map((source) => inLanguage(truthful(source), language)),
    }),
  };
}

/** Summaries in one language. */
export function presentSummary(summary: ExchangeSummary, language: Language): object {
  return withExplanation(summary, language, summary.state);
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
