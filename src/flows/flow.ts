import type { FlowId, FlowKind, FlowStatus, QualifiedName, SoapVersion, Transport } from '../domain/flow.ts';
import { atOnce, type Steps } from '../domain/in-turns.ts';
import type { Localised } from '../domain/language.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { parseSsin } from '../domain/ssin.ts';
import { hostReference, shortTicket, type Ticket } from '../domain/ticket.ts';
import { isNamed, type XmlElement } from '../xml/tree.ts';
import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import type { FilledPart } from './carve.ts';
import {
  compileReader,
  compileReading,
  type ElementReader,
  type ElementReading,
  type ReadResult,
} from './codec/read.ts';
import { type RootShape, rootShape } from './codec/shape.ts';
import { compileWriter, type ElementWriter, type JsonValue } from './codec/write.ts';
import { holds } from './condition.ts';
import type { Descriptor } from './descriptor.ts';
import { type Fill, filledPart, fillIn, type Filling, TICKET_CHARACTERS_MAX } from './fill.ts';
import { faultsOf, type FlowFile, HEADER_KEY, requestWithHeader } from './flow-file.ts';
import { payloadSchema, selfContained } from './payload-schema.ts';
import { PersonFinder, type PersonsIn } from './persons/person-finder.ts';
import { type DeclaredMessage, type Undeclared, undeclaredPersons } from './persons/undeclared.ts';
import { stepsOf } from './pointer.ts';
import { compileCheck, type PayloadCheck } from './validate.ts';

const DEADLINE_SECONDS = 30;

/** The payload of a message: JSON that the flow's check has let through. */
export type Payload = { [key: string]: JsonValue | undefined };

/**
 * One kind of exchange, made from its two files. Everything expensive (validator, writer, readers) is compiled on first use and
 * kept: a gateway of seventy flows usually speaks ten.
 */
export class Flow {
  readonly id: FlowId;
  readonly aliases: readonly string[];
  readonly service: string;
  readonly version: string;
  readonly operation: string;
  readonly transport: Transport;
  readonly status: FlowStatus;
  readonly kind: FlowKind;
  readonly titles: Localised;
  readonly request: QualifiedName;
  readonly reply: QualifiedName;
  /** Elements that a fault may carry. */
  readonly faults: readonly QualifiedName[];
  /** The first of them. */
  readonly fault: QualifiedName | undefined;
  /** Where the service stands behind the base address (soap only). */
  readonly path: string;
  readonly soapAction: string;
  readonly soapVersion: SoapVersion;
  /** `wsa:Action`; undefined where the service wants no headers of WS-Addressing. */
  readonly addressing: string | undefined;
  /** Name and version in an SSDN ServiceRequest (ssdn only). */
  readonly serviceId: string;
  /** Total time for one attempt. */
  readonly deadlineMs: number;
  readonly descriptor: Descriptor;

  private readonly file: FlowFile;
  private readonly resolve: ResolveReference;
  private readonly fills: readonly Fill[];
  private readonly filledParts: readonly FilledPart[];

  constructor(id: FlowId, file: FlowFile, descriptor: Descriptor, resolve: ResolveReference) {
    const facts = file['x-bcss'];
    this.id = id;
    this.file = file;
    this.descriptor = descriptor;
    this.resolve = resolve;
    this.aliases = descriptor.aliases ?? [];
    this.service = facts.service;
    this.version = facts.version;
    this.operation = facts.operation;
    this.transport = facts.transport;
    this.status = descriptor.status;
    this.kind = descriptor.kind;
    this.titles = descriptor.titles;
    this.request = nameOf(file.$defs.request);
    this.reply = nameOf(file.$defs.reply);
    this.faults = faultsOf(file).map(nameOf);
    this.fault = this.faults[0];
    this.soapVersion = facts.soapVersion ?? '1.1';
    this.addressing = facts.addressing;
    this.path = descriptor.path ?? facts.path ?? '';
    this.soapAction = descriptor.soapAction ?? facts.soapAction ?? '';
    this.serviceId = facts.serviceId ?? '';
    this.deadlineMs = (descriptor.deadlineSeconds ?? DEADLINE_SECONDS) * 1000;
    this.fills = Object.entries(descriptor.fill ?? {}).map(([pointer, source]) => ({
      pointer,
      source,
      ticketCharactersMax: this.ticketCharactersMax(pointer),
      customerBySector: this.propertyAt([...stepsOf(pointer), 'customerIdentification', 'sector']) !== undefined,
    }));
    this.filledParts = this.fills.map(filledPart);
  }

  /** The kind of this very message: one operation may read or write according to its payload. */
  kindOf(payload: Payload): FlowKind {
    return this.descriptor.kindWhen?.find((rule) => holds(rule, payload))?.kind ?? this.kind;
  }

  /** Does this message make BCSS give what no integration opens? */
  forcesAccess(payload: Payload): boolean {
    return this.descriptor.forcesAccess?.some((rule) => holds(rule, payload)) ?? false;
  }

  /** May this message be sent twice without a second effect? */
  resendSafe(payload: Payload): boolean {
    const kind = this.kindOf(payload);
    if (this.descriptor.resend !== undefined && kind === this.kind) return this.descriptor.resend === 'safe';
    return kind === 'consultation';
  }

  /** The persons the message names. */
  personsIn(payload: Payload): PersonsIn {
    this.lazyAsked ??= this.finder('request');
    return this.lazyAsked.find(payload);
  }
  private lazyAsked: PersonFinder | undefined;

  /** True where the messages have a place for a person's number. */
  get namesByNumber(): boolean {
    return (this.descriptor.subject ?? []).some((place) => typeof place === 'string' || 'number' in place);
  }

  /** True where every message has to name somebody by number. */
  get alwaysNamesByNumber(): boolean {
    return (this.descriptor.subject ?? []).some((place) => typeof place === 'string' && this.isRequired(place));
  }

  /** The numbers of the persons the message is about. */
  subjectsOf(payload: Payload): string[] {
    return [...this.personsIn(payload).numbers];
  }

  /** The SSINs of the persons that a reply shows. */
  foundIn(reply: JsonValue): string[] {
    this.lazyFound ??= this.finder('reply');
    return this.lazyFound.find(reply).numbers.filter((number) => parseSsin(number) !== undefined);
  }
  private lazyFound: PersonFinder | undefined;

  /** Places of a message that can name a person, of which the descriptor says nothing. */
  undeclaredPersons(message: 'request' | 'reply'): Undeclared[] {
    return undeclaredPersons(this.declared(message), this.resolve);
  }

  private isRequired(pointer: string): boolean {
    let schema: AnnotatedSchema | undefined = followed(this.file.$defs.request, this.resolve);
    for (const step of stepsOf(pointer)) {
      if (schema?.required?.includes(step) !== true) return false;
      const property: AnnotatedSchema | false | undefined = schema.properties?.[step];
      schema = property === undefined || property === false ? undefined : followed(property, this.resolve);
    }
    return true;
  }

  private finder(message: 'request' | 'reply'): PersonFinder {
    const { schema, places, nobody } = this.declared(message);
    return new PersonFinder(schema, { places, nobody }, this.resolve);
  }

  private declared(message: 'request' | 'reply'): DeclaredMessage {
    const { subject = [], found = [], nobody = {} } = this.descriptor;
    const filled = this.filledParts.filter(({ how }) => how !== 'when-absent').map(({ pointer }) => pointer);
    return {
      schema: this.file.$defs[message],
      places: message === 'request' ? subject : found,
      nobody: nobody[message] ?? {},
      filled: message === 'request' ? filled : [],
    };
  }

  /** The legal context to send: the caller's, else the flow's default. */
  legalContextOf(asked: string | undefined): string | undefined {
    return asked ?? this.descriptor.legalContext?.default;
  }

  /** The JSON Schema of `payload`, self-contained. */
  get payloadSchema(): AnnotatedSchema {
    return (this.lazyPayloadSchema ??= payloadSchema(
      requestWithHeader(this.file, this.resolve),
      this.filledParts,
      this.resolve,
    ));
  }
  private lazyPayloadSchema: AnnotatedSchema | undefined;

  /** The JSON Schema of `reply`, self-contained. */
  get replySchema(): AnnotatedSchema {
    return (this.lazyReplySchema ??= selfContained(
      { ...followed(this.file.$defs.reply, this.resolve), xml: this.file.$defs.reply.xml ?? {} },
      this.resolve,
    ));
  }
  private lazyReplySchema: AnnotatedSchema | undefined;

  /** Problems of a payload; none means it can be written as a valid request. */
  check(payload: unknown): readonly FieldProblem[] {
    this.lazyCheck ??= compileCheck(this.payloadSchema);
    return this.lazyCheck(payload).map((problem) =>
      problem.rule === 'unknown-field' &&
      this.filledParts.some(({ pointer }) => `${pointer}/`.startsWith(`${problem.pointer}/`))
        ? { pointer: problem.pointer, rule: 'filled-by-gateway' }
        : problem,
    );
  }
  private lazyCheck: PayloadCheck | undefined;

  /** How a message is referred to in its envelope, and in the reply to it. */
  referenceOf(ticket: Ticket, organisation: Organisation): string {
    return this.descriptor.reference === 'host'
      ? hostReference(ticket, organisation.nisCode)
      : shortTicket(ticket, TICKET_CHARACTERS_MAX);
  }

  /** The request element, exclusive-canonical, with the gateway's parts filled in. */
  writeRequest(payload: Payload, filling: Filling): string {
    this.lazyWriter ??= compileWriter(rootShape(this.file.$defs.request, this.resolve));
    const reference = this.referenceOf(filling.ticket, filling.organisation);
    return this.lazyWriter(fillIn(payload, this.fills, filling, reference));
  }
  private lazyWriter: ElementWriter | undefined;

  /** The reply element as JSON. Throws `ReadRefused` for another element. */
  readReply(element: XmlElement): ReadResult {
    return atOnce(this.readingReply(element));
  }

  /** {@link readReply} as work that can be put down. */
  readingReply(element: XmlElement): Steps<ReadResult> {
    this.lazyReader ??= compileReading(rootShape(this.file.$defs.reply, this.resolve));
    return this.lazyReader(element);
  }
  private lazyReader: ElementReading | undefined;

  /** The request element as JSON, where the gateway is the one who is asked (notifications). An item that cannot be read is null. */
  readRequest(element: XmlElement): ReadResult {
    return atOnce(this.readingRequest(element));
  }

  /** {@link readRequest} as work that can be put down. */
  readingRequest(element: XmlElement): Steps<ReadResult> {
    this.lazyRequestReader ??= compileReading(rootShape(this.file.$defs.request, this.resolve), 'each-alone');
    return this.lazyRequestReader(element);
  }
  private lazyRequestReader: ElementReading | undefined;

  /** The reply element, where the gateway is the one who answers (notifications). */
  writeReply(reply: JsonValue): string {
    this.lazyReplyWriter ??= compileWriter(rootShape(this.file.$defs.reply, this.resolve));
    return this.lazyReplyWriter(reply);
  }
  private lazyReplyWriter: ElementWriter | undefined;

  /** The elements that the payload puts into the SOAP Header, exclusive-canonical each. */
  writeHeaders(payload: Payload): readonly string[] {
    this.lazyHeaderWriters ??= Object.entries(this.file.$defs.header?.properties ?? {}).flatMap(([key, schema]) =>
      schema === false ? [] : [{ key, write: compileWriter(headerShape(key, schema, this.resolve)) }],
    );
    const given = (payload[HEADER_KEY] ?? {}) as Payload;
    return this.lazyHeaderWriters.flatMap(({ key, write }) => {
      const value = given[key];
      return value === undefined ? [] : [write(value)];
    });
  }
  private lazyHeaderWriters: { readonly key: string; readonly write: ElementWriter }[] | undefined;

  /** The service's own element inside a SOAP fault's detail, as JSON; undefined where the contract declares no such element. */
  readFault(element: XmlElement): ReadResult | undefined {
    const index = this.faults.findIndex(({ namespace, element: local }) => isNamed(element, namespace, local));
    const schema = faultsOf(this.file)[index];
    if (schema === undefined) return undefined;
    let read = this.lazyFaultReaders.get(index);
    if (read === undefined) this.lazyFaultReaders.set(index, (read = compileReader(rootShape(schema, this.resolve))));
    return read(element);
  }
  private readonly lazyFaultReaders = new Map<number, ElementReader>();

  /** True when the contract leaves a reply no choice but to say something at this place. */
  replyAlwaysHas(pointer: string): boolean {
    let schema = followed(this.file.$defs.reply, this.resolve);
    for (const step of stepsOf(pointer)) {
      const property = schema.properties?.[step];
      if (property === undefined || property === false || schema.required?.includes(step) !== true) return false;
      schema = followed(property, this.resolve);
    }
    return true;
  }

  private ticketCharactersMax(pointer: string): number {
    const own = this.descriptor.fill?.[pointer];
    const property = this.propertyAt([...stepsOf(pointer), ...(own === 'customer' ? ['ticket'] : [])]);
    return property?.maxLength ?? TICKET_CHARACTERS_MAX;
  }

  /** A part of the request, its references followed. */
  private propertyAt(steps: readonly string[]): AnnotatedSchema | undefined {
    let schema = followed(this.file.$defs.request, this.resolve);
    for (const step of steps) {
      const property = schema.properties?.[step];
      if (property === undefined || property === false) return undefined;
      schema = followed(property, this.resolve);
    }
    return schema;
  }
}

/** A header element is named as a property is: by its key. */
function headerShape(key: string, schema: AnnotatedSchema, resolve: ResolveReference): RootShape {
  return rootShape({ ...schema, xml: { name: key, ...schema.xml } }, resolve);
}

function nameOf(schema: AnnotatedSchema): QualifiedName {
  return { namespace: schema.xml?.namespace ?? '', element: schema.xml?.name ?? '' };
}
