import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Flow } from '../../src/flows/flow.ts';
import { CONTRACTS } from '../contracts/official.ts';
import { newFolder } from './data-dir.ts';

/** A line of the index beside the samples, as the judge reads it. */
interface IndexLine {
  readonly file: string;
  readonly service: string;
  readonly version: string;
  readonly operation: string;
  readonly kind: string;
}

export type RefusalKind = 'response-negative' | 'fault';

/** Their contracts call the list of a fault `error`; all others, `detail`. */
const OLDER = new Set(['FamilyAllowancesConsultationv1', 'RetrieveTIGroupsv5']);

const SOAP = join(CONTRACTS, 'samples', 'soap');

/**
 * The contracts come with samples of success only. Out of each, what the same service says when it refuses: a reply that stops after its
 * status, or the fault that its contract declares.
 */
export class RefusalSamples {
  readonly folder = newFolder();
  private readonly lines: IndexLine[] = [];

  /** Makes both for the operation of a request sample; false where the contract has no place for such an answer. */
  add(requestFile: string, flow: Flow): boolean {
    const success = indexOf().find(
      (line) =>
        line.kind === 'response-success' &&
        `${line.service}/${line.version}.request-minimal.${line.operation}.xml` === requestFile,
    );
    if (success === undefined || flow.fault === undefined) return false;
    const text = readFileSync(join(SOAP, success.file), 'utf8');
    const negative = refusalOf(text);
    const fault = faultOf(text, flow.fault, OLDER.has(success.service + success.version) ? 'error' : 'detail');
    if (negative === undefined || fault === undefined) return false;
    this.write({ ...success, kind: 'response-negative' }, negative);
    this.write({ ...success, kind: 'fault' }, fault);
    return true;
  }

  private write(line: IndexLine, text: string): void {
    const file = line.file.replace('response-success', line.kind);
    const path = join(this.folder, 'soap', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    this.lines.push({ ...line, file });
    writeFileSync(join(this.folder, 'soap', 'INDEX.json'), JSON.stringify(this.lines));
  }
}

/** "Not integrated", and nothing after it. */
function refusalOf(text: string): string | undefined {
  const head = /^[^]*?<\/(?:\w+:)?status>/.exec(text)?.[0];
  const end = /<\/[^<>]+>\s*$/.exec(text)?.[0];
  if (head === undefined || end === undefined || !head.includes('DATA_FOUND')) return undefined;
  return head.replace('DATA_FOUND', 'NO_RESULT').replace('MSG00000', 'MSG00012') + end;
}

/** "This person does not exist". */
function faultOf(
  text: string,
  { namespace, element }: NonNullable<Flow['fault']>,
  list: 'error' | 'detail',
): string | undefined {
  const information = /<informationCustomer>[^]*<\/informationCBSS>/.exec(text)?.[0];
  if (information === undefined) return undefined;
  const message =
    '<severity>FATAL</severity><reasonCode>MSG00005</reasonCode><diagnostic>Unknown</diagnostic><authorCode>CBSS</authorCode>';
  return `<f:${element} xmlns:f="${namespace}">${information}<${list}>${message}</${list}></f:${element}>`;
}

function indexOf(): readonly IndexLine[] {
  return JSON.parse(readFileSync(join(SOAP, 'INDEX.json'), 'utf8')) as IndexLine[];
}
