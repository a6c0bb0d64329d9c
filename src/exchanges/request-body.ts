import { composed } from '../domain/composed-text.ts';
import type { Payload } from '../flows/flow.ts';
import type { EntryContent } from '../log/archive.ts';

/** The context of a request, as the caller gave it (design, section 5). */
export interface RequestContext {
  readonly organisation?: string;
  readonly user: {
    readonly ssin: string;
    /** What the person is at the centre, by the names of the authorisation table. */
    readonly role?: string;
    readonly email?: string;
    readonly name?: string;
  };
  readonly legalContext?: string;
  readonly qualityCode?: number;
  readonly purpose?: string;
  readonly fileReference?: string;
  /** Conditions of the authorisation table are to be lifted, and this person answers for it. */
  readonly emergency?: { readonly reason: string };
  readonly language?: string;
}

/** The body of `POST /v1/flows/{flow}/exchanges`. */
export interface RequestBody {
  readonly context: RequestContext;
  readonly payload: Payload;
  /** The whole list, where the service gives it in pages; only its first page otherwise. */
  readonly pages?: 'all';
}

/**
 * Reads a request back out of its log entry. It was checked before it was written. The entry keeps what was typed; whoever works with
 * the request (writes it, compares the answer with it, learns from it) has it as it is sent.
 */
export function requestBodyOf(content: EntryContent): RequestBody {
  if (content.body === undefined) throw new Error('the content of the request was destroyed');
  return composed(JSON.parse(content.body.toString()) as RequestBody);
}
