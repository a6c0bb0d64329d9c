import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FlowKind, FlowStatus } from '../domain/flow.ts';
import type { Localised } from '../domain/language.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { RemarkCode } from '../domain/reason-codes/remarks.ts';
import type { ResultKind, Severity } from '../domain/result.ts';
import type { JsonValue } from './codec/write.ts';
import type { Condition } from './condition.ts';
import type { Echo } from './echo.ts';
import type { NobodyPlaces, PersonPlace } from './persons/person-place.ts';

/** What a contract cannot say about a flow; hand-written beside its schema. `docs/flow-schema.md` explains each key. */
export interface Descriptor {
  readonly titles: Localised;
  readonly summary?: Localised;
  /** The institution whose data they are, or that decides. */
  readonly source?: Localised;
  readonly status: FlowStatus;
  readonly kind: FlowKind;
  readonly kindWhen?: readonly (Condition & { readonly kind: FlowKind })[];
  readonly resend?: 'safe' | 'unsafe';
  readonly aliases?: readonly string[];
  /** The persons that a request names. */
  readonly subject?: readonly PersonPlace[];
  /** The persons that a reply shows. */
  readonly found?: readonly PersonPlace[];
  readonly nobody?: NobodyPlaces;
  /** Where the reply names whom it is about, so that one about another person is not believed. */
  readonly echo?: readonly Echo[];
  /** Why there is no such place. */
  readonly echoNone?: string;
  /** Values by which a request makes BCSS give data that an integration should open and none does. */
  readonly forcesAccess?: readonly Condition[];
  readonly fill?: Readonly<Record<string, FillSource>>;
  /** `host`: the reference of the message is 15 digits, since a host record has no room for more. */
  readonly reference?: 'ticket' | 'host';
  readonly legalContext?: { readonly default?: string; readonly allowed?: readonly string[] };
  readonly qualityCodes?: readonly number[];
  readonly deadlineSeconds?: number;
  readonly path?: string;
  readonly soapAction?: string;
  readonly reconcile?: Reconciliation;
  readonly inquire?: Inquiry;
  readonly results?: ResultPlaces;
  readonly pages?: Pages;
  readonly integration?: IntegrationPlaces;
}

/** Where the gateway takes a part of the request from that the caller does not give. */
export type FillSource = FillWord | FillRule;

/** Something the gateway knows: one word says it. */
export type FillWord = 'customer' | 'legal-context' | 'authorized-user' | 'reference' | 'organisation' | 'omit';

export type FillRule =
  /** The same in every message. */
  | { readonly const: string | number | boolean }
  /** What is sent when the caller says nothing; he may say something else. */
  | { readonly default: string | number | boolean }
  /** Only when the payload says so. */
  | { readonly from: FillWord; readonly when: Condition }
  | XmlitePrefixRule;

/** The fixed-width record of an XMLite message, made of other values of the payload. */
export interface XmlitePrefixRule {
  readonly from: 'xmlite-prefix';
  readonly form: string;
  /** Where the SSIN of the person stands; absent for a form that is not about a person. */
  readonly person?: string;
  /** Where the days asked about stand. */
  readonly period?: { readonly begin: string; readonly end: string };
}

/** Whom a person asks what became of a declaration, and with what. */
export interface Inquiry {
  readonly whom: Localised;
  readonly with: Localised;
}

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
  /** Only where the declaration has one item here: its effect is then one row. */
  readonly single?: string;
  /** In a row: when it was recorded. One that is older than the declaration is no effect of it. */
  readonly since?: string;
  /** In a row: its version. Only the highest counts. */
  readonly newest?: string;
  /** Pointer in a row → value (of an object, all that it has), or `$/…` into the payload, `$organisation.nisCode` or `$organisation.cbeNumber`. Dates are compared without their time zone. */
  readonly match: Readonly<Record<string, string | number | boolean>>;
  /** The declaration happened when a matching row is … */
  readonly happened: 'present' | 'absent';
}

/** A value by which a reply says of itself that it is not all, and what we remark about that. */
export interface Reservation extends Condition {
  readonly remark?: RemarkCode;
}

/** Where a reply says how it went, as far as its service does not do as all do: `status` with `value` and `code`. */
export interface ResultPlaces {
  /** Where the status stands; `/status` when absent. */
  readonly status?: string;
  /** Where in the status its word stands; `/value` when absent. */
  readonly word?: string;
  /** What words of its own mean. */
  readonly values?: Readonly<Record<string, ResultKind>>;
  /** Data is there when any of these exists, or has the value. */
  readonly found?: readonly (string | Condition)[];
  /** The reply says of itself that it is not the whole answer. */
  readonly partialWhen?: readonly Reservation[];
  /** Remarks beside the status. Where they have no severity of their own, they are errors, or what is said here. */
  readonly messages?: readonly MessagePlace[];
  readonly sources?: readonly SourcePlace[];
  readonly items?: readonly ItemPlace[];
  /** Where the reply speaks of the number asked about: whether it was replaced or cancelled. */
  readonly ssin?: readonly string[];
  /** Names of fields that BCSS removed. */
  readonly filters?: readonly string[];
  /** Reason codes by which this service declines, though its summary calls them a warning. */
  readonly refusedBy?: readonly string[];
}

/**
 * Of the flow by which a centre declares whom it helps: where its request says so. The register writes such requests, and learns from
 * those that others write. Each is a pointer into the payload.
 */
export interface IntegrationPlaces {
  readonly person: string;
  readonly qualityCode: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Where the request says what shall be done, and the two words that change the register. */
  readonly action: { readonly at: string; readonly register: string; readonly unregister: string };
  readonly proof: {
    readonly sisCardNumber: string;
    readonly identityCardNumber: string;
    readonly lastName: string;
    readonly firstName: string;
    readonly birthDate: string;
  };
  /** The question that lists who is integrated: the word of its action, and what else it says. */
  readonly list: { readonly word: string; readonly also?: Readonly<Record<string, JsonValue>> };
  readonly registrations: RegistrationPlaces;
}

/** Where replies list the integrations that overlap with what was asked; every action is answered with them. */
export interface RegistrationPlaces {
  readonly rows: string;
  /** In a row. */
  readonly qualityCode: string;
  readonly centre: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Other rows repeat what these say, as another register has it. */
  readonly only?: { readonly at: string; readonly is: string };
}

export type MessagePlace = string | { readonly at: string; readonly severity: Severity };

/** The status of one institution: a known one, or each of a list, which is named by the item itself. */
export type SourcePlace = {
  readonly status: string;
  readonly values?: Readonly<Record<string, ResultKind>>;
} & ({ readonly source: string } | { readonly each: string; readonly name: string });

/** What became of each part of a declaration, where its reply says so part by part. */
export interface ItemPlace {
  readonly each: string;
  /** In the item: what it is known by. */
  readonly name: string;
  readonly status: string;
  readonly values: Readonly<Record<string, ResultKind>>;
  readonly messages?: string;
}

/** How the next page of a long answer is asked for. */
export interface Pages {
  /** Most services have one; some give several lists in one reply, each with a page of its own. */
  readonly lists: readonly PagedList[];
  /** Further values of the reply that the next request repeats: pointer in the request → pointer in the reply. */
  readonly also?: Readonly<Record<string, string>>;
  /** Parts of the first request that later ones leave out. */
  readonly without?: readonly string[];
  /** Pages that are asked for at most, the first included. */
  readonly pagesMax?: number;
}

export interface PagedList {
  /** In the reply: the reference of the next page. Absent, empty or 0 on the last one. */
  readonly next: string;
  /** In the request: where that reference goes. */
  readonly into: string;
  /** In the reply: the list that the pages make together. */
  readonly items: string;
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
