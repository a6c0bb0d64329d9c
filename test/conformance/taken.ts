import type { FieldProblem } from '../../src/domain/problems/field-problem.ts';
import type { ReadResult } from '../../src/flows/codec/read.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { parseXml } from '../../src/xml/parse.ts';
import type { XmlElement } from '../../src/xml/tree.ts';
import { difference } from '../contracts/infoset.ts';

/** How a message of a flow is read, judged and written by us. */
export interface Ours {
  readonly read: (element: XmlElement) => ReadResult;
  readonly check: (payload: unknown) => readonly FieldProblem[];
  readonly write: (value: JsonValue) => string;
}

/** What we do to a message that the XSD allows: undefined when it is read whole, found right, and written as it stood. */
export function complaintAbout(xml: string, { read, check, write }: Ours): string | undefined {
  const element = parseXml(xml);
  const { value, deviations } = read(element);
  const [deviation] = deviations;
  if (deviation !== undefined) return `${deviation.kind} ${deviation.name} at ${deviation.pointer}`;
  const [problem] = check(value);
  if (problem !== undefined) return `${problem.rule} at ${problem.pointer}`;
  return difference(element, parseXml(write(value)));
}
