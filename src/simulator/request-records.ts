import type { Understood } from './conversation/understand.ts';
import type { Fault } from './faults/fault.ts';
import type { SealVerdict } from './wire/check-seal.ts';

/** What is remembered of a request: facts for a test to look at, not its content. */
export interface RequestRecord {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly at: Date;
  readonly path: string;
  /** Id of the flow, where the request was recognised. */
  readonly flow: string | undefined;
  readonly ticket: string | undefined;
  readonly subjects: readonly string[];
  /** True when every person it is about lives in the town; undefined when it is about nobody. */
  readonly subjectKnown: boolean | undefined;
  /** CBE number of the calling centre. */
  readonly cbeNumber: string;
  /** Subject of the client's TLS certificate. */
  readonly certificate: string;
  readonly seal: SealVerdict;
  /** HTTP status of the answer; absent when there was none, or none of ours. */
  readonly status: number | undefined;
  readonly fault: Fault['kind'] | undefined;
}

const RECORDS_MAX = 10_000;

/** The last requests. */
export class RequestRecords {
  private records: RequestRecord[] = [];
  private count = 0;

  add(
    understood: Understood,
    known: (ssin: string) => boolean,
    fault: Fault | undefined,
    status: number | undefined,
  ): void {
    const { arrival, flow, ticket, subjects, cbeNumber, seal } = understood;
    this.count += 1;
    this.records.push({
      number: this.count,
      at: arrival.at,
      path: arrival.path,
      flow,
      ticket,
      subjects,
      subjectKnown: subjects.length === 0 ? undefined : subjects.every(known),
      cbeNumber,
      certificate: arrival.certificate,
      seal,
      status,
      fault: fault?.kind,
    });
    if (this.records.length > RECORDS_MAX) this.records = this.records.slice(-RECORDS_MAX);
  }

  all(): readonly RequestRecord[] {
    return [...this.records];
  }
}
