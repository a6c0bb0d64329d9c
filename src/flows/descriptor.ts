import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FlowKind, FlowStatus } from '../domain/flow.ts';
import type { Titles } from '../domain/language.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ResultKind } from '../domain/result.ts';
import type { JsonValue } from './codec/write.ts';

/** What a contract cannot say about a flow; hand-written beside its schema. `docs/flow-schema.md` explains each key. */
export interface Descriptor {
  readonly titles: Titles;
  readonly summary?: Titles;
  readonly status: FlowStatus;
  readonly kind: FlowKind;
  readonly kindWhen?: readonly (Condition & { readonly kind: FlowKind })[];
  readonly resend?: 'safe' | 'unsafe';
  readonly aliases?: readonly string[];
  readonly subject?: readonly string[];
  readonly echo?: readonly { readonly request: string; readonly reply: string }[];
  readonly fill?: Readonly<Record<string, FillSource>>;
  readonly legalContext?: { readonly default?: string; readonly allowed?: readonly string[] };
  readonly qualityCodes?: readonly number[];
  readonly deadlineSeconds?: number;
  readonly path?: string;
  readonly soapAction?: string;
  readonly reconcile?: Reconciliation;
  readonly results?: ResultPlaces;
  readonly pages?: Pages;
}

/** A value in the payload that decides something. */
export interface Condition {
  readonly at: string;
  readonly is: string | number | boolean;
}

/** Where the gateway takes a part of the request from that the caller does not give. */
export type FillSource = 'customer' | 'legal-context' | 'authorized-user' | 'reference' | 'organisation' | 'omit';

/** How to find out what became of a declaration whose reply was lost. */
export interface Reconciliation {
  /** The flow to ask; this one when absent. */
  readonly flow?: string;
  /** The payload of the question; a text `$/…` is a pointer into the declaration's own payload. */
  readonly payload: Readonly<Record<string, JsonValue>>;
  readonly effect: readonly Effect[];
  /** When the effect is still not there at the last question, it did not happen, and the declaration may be sent again. */
  readonly absenceProves?: boolean;
}

/** What the effect of a declaration looks like in the answer to the question. */
export interface Effect {
  readonly when?: Condition;
  readonly rows: string;
  /** Pointer in a row → value, or `$/…` into the payload, or `$organisation.nisCode`. Dates are compared without their time zone. */
  readonly match: Readonly<Record<string, string | number | boolean>>;
  /** The declaration happened when a matching row is … */
  readonly happened: 'present' | 'absent';
}

/** Where a reply says how it went, for services that do not use the common `status`. */
export interface ResultPlaces {
  readonly status?: string;
  readonly values?: Readonly<Record<string, ResultKind>>;
  /** Data is there when any of these exists, for services without a status. */
  readonly found?: readonly string[];
  readonly messages?: readonly string[];
  readonly sources?: readonly { readonly source: string; readonly status: string }[];
  readonly ssin?: readonly string[];
  readonly filters?: readonly string[];
}

/** How the next page of a long answer is asked for. */
export interface Pages {
  /** In the reply: the reference of the next page; absent on the last one. */
  readonly next: string;
  /** In the request: where that reference goes. */
  readonly into: string;
  /** In the reply: the list that the pages make together. */
  readonly items: string;
  /** Further values of the reply that the next request repeats: pointer in the request → pointer in the reply. */
  readonly also?: Readonly<Record<string, string>>;
  /** Parts of the first request that later ones leave out. */
  readonly without?: readonly string[];
  readonly pagesMax?: number;
}

const schemaFile = new URL('../../schemas/descriptor.schema.json', import.meta.url);

/**
 * Makes the check for descriptors.
 *
 * @returns a function that gives back its argument as a {@link Descriptor}, or throws `schemas-invalid` naming the file and place.
 */
export function descriptorCheck(): (value: unknown, file: string) => Descriptor {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile<Descriptor>(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  return (value, file) => {
    if (validate(value)) return value;
    const [first] = validate.errors ?? [];
    const what = first?.keyword === 'additionalProperties' ? 'unknown key' : (first?.message ?? 'not valid');
    throw new GatewayError('schemas-invalid', { detail: `${file}${first?.instancePath ?? ''}: ${what}` });
  };
}
