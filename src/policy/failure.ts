import type { Localised } from '../domain/language.ts';
import type { Reason } from '../domain/problems/reason.ts';
import type { CompiledRule } from './compile.ts';
import { FAILURE_WORDS } from './failure-words.ts';

/** Why a rule does not allow a message. Never carries anything of the message itself. */
export type FailureCode = keyof typeof FAILURE_WORDS;

export interface Failure {
  readonly code: FailureCode;
  /** The rule whose condition it is. */
  readonly rule?: CompiledRule;
  /** Which of the persons of the message, from 1. */
  readonly person?: number;
}

/** A failure in words: what is missing, and what to do. */
export function reasonOf(failure: Failure): Reason {
  const { reason, remedy } = FAILURE_WORDS[failure.code];
  return { code: failure.code, reason: filled(reason, failure), remedy: filled(remedy, failure) };
}

/** `{roles}`, `{purposes}`, … become what the rule asks for, by the names of the table. */
function filled(text: Localised, { rule, person }: Failure): Localised {
  const document = rule?.document;
  const codes = (list: readonly number[] | undefined): string => (list ?? []).join(', ') || '—';
  const parts: Readonly<Record<string, string>> = {
    rule: rule?.name ?? '',
    roles: [...(rule?.roles ?? [])].join(', '),
    purposes: (document?.purposes ?? []).join(', '),
    hours: document?.hours ?? '',
    legalContexts: (document?.legalContexts ?? []).join(', '),
    own: codes(document?.integration.own),
    household: codes(document?.integration.household),
    person: String(person ?? ''),
  };
  const fill = (sentence: string): string => sentence.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
  return { fr: fill(text.fr), nl: fill(text.nl), en: fill(text.en) };
}
