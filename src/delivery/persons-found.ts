import type { Flow } from '../flows/flow.ts';
import { ssinsIn } from '../flows/persons/person-finder.ts';
import { valuesAt } from '../flows/pointer.ts';
import type { Answer } from './read-answer.ts';

/**
 * The persons whom an answer shows: in the reply or in the service's own fault, in the remarks around it, in what its schema does not know,
 * and the number that replaced the one asked about. Of a reply that is not believed there is no answer, and nobody is shown.
 */
export function personsFound(flow: Flow, { kind, reply, envelope, deviations, result }: Answer): string[] {
  const { replacedBy = '', replaces = '' } = result.ssinChange ?? {};
  const inReply = reply === undefined ? [] : kind === 'fault' ? ssinsIn(reply) : flow.foundIn(reply);
  return [
    ...new Set([
      ...inReply,
      ...REMARKS.flatMap((pointer) => valuesAt(envelope, pointer)).flatMap(ssinsIn),
      ...ssinsIn(deviations.flatMap(({ xml }) => xml ?? [])),
      ...ssinsIn([replacedBy, replaces]),
    ]),
  ];
}

/** In SSDN's envelope, whose other parts name the user who asked. */
const REMARKS = ['/ReplyContext/ResultSummary', '/ServiceReply/*/ResultSummary'];
