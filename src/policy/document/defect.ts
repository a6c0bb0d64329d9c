import { inEachLanguage, type Localised } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';

/** Where something stands in the file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a policy file: where, what, and what to do about it. */
export interface PolicyDefect extends Position {
  /** Stable, kebab-case. */
  readonly code: string;
  /** JSON Pointer into the document; empty for the file as a whole. */
  readonly pointer: string;
  readonly what: Localised;
  readonly remedy: Localised;
}

/** How many defects one refusal names. */
export const DEFECTS_MAX = 20;

/** `line 12, column 7 (/rules/x): … → …` in every language. */
export function defectText({ line, column, pointer, what, remedy }: PolicyDefect): Localised {
  const at = pointer === '' ? '' : ` (${pointer})`;
  return {
    fr: `ligne ${line}, colonne ${column}${at} : ${what.fr} → ${remedy.fr}`,
    nl: `regel ${line}, kolom ${column}${at}: ${what.nl} → ${remedy.nl}`,
    en: `line ${line}, column ${column}${at}: ${what.en} → ${remedy.en}`,
    de: `Zeile ${line}, Spalte ${column}${at}: ${what.de} → ${remedy.de}`,
  };
}

/** A policy file that cannot be used; the old one, where there is one, stays in force. */
export class PolicyRefused extends GatewayError {
  readonly defects: readonly PolicyDefect[];

  constructor(file: string, defects: readonly PolicyDefect[]) {
    const texts = defects.slice(0, DEFECTS_MAX).map(defectText);
    const detail = inEachLanguage((language) => `${file}: ${texts.map((text) => text[language]).join('; ')}`);
    super('policy-invalid', { detail });
    this.defects = defects;
  }
}
