import { NS } from '../xml/names.ts';
import { attributeOf, childrenNamed, textOf, type XmlElement } from '../xml/tree.ts';

/** How an SSDN service says it went (SSDN/Common/ResultSummary.xsd). The worst level wins: 0 ok, 1 warning, 10000 error. */
export interface ResultSummary {
  readonly ok: 'YES' | 'WARNING' | 'NO';
  readonly returnCode: number;
  readonly details: readonly ResultDetail[];
}

export interface ResultDetail {
  readonly severity: 'INFORMATION' | 'WARNING' | 'ERROR';
  readonly reasonCode: string;
  readonly diagnostic: string | undefined;
  readonly author: string | undefined;
  readonly information: readonly { readonly fieldName: string; readonly fieldValue: string | undefined }[];
}

const OK = ['YES', 'WARNING', 'NO'] as const;
const SEVERITIES = ['INFORMATION', 'WARNING', 'ERROR'] as const;

/** Reads a ResultSummary. A level or severity that the schema does not know counts as the worst one: never as success. */
export function readResultSummary(summary: XmlElement): ResultSummary {
  const text = (parent: XmlElement, name: string): string | undefined => {
    const [found] = childrenNamed(parent, NS.ssdnCommon, name);
    return found === undefined ? undefined : textOf(found).trim();
  };
  const given = attributeOf(summary, 'ok');
  return {
    ok: OK.find((level) => level === given) ?? 'NO',
    returnCode: Number(text(summary, 'ReturnCode') ?? Number.NaN),
    details: childrenNamed(summary, NS.ssdnCommon, 'Detail').map((detail) => ({
      severity: SEVERITIES.find((severity) => severity === text(detail, 'Severity')) ?? 'ERROR',
      reasonCode: text(detail, 'ReasonCode') ?? '',
      diagnostic: text(detail, 'Diagnostic'),
      author: text(detail, 'AuthorCodeList'),
      information: childrenNamed(detail, NS.ssdnCommon, 'Information').map((information) => ({
        fieldName: text(information, 'FieldName') ?? '',
        fieldValue: text(information, 'FieldValue'),
      })),
    })),
  };
}
