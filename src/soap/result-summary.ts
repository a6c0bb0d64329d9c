import { NS } from '../xml/names.ts';
import { attributeOf, childrenNamed, onlyChild, textOf, type XmlElement } from '../xml/tree.ts';

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

/**
 * Reads a ResultSummary. A level or severity that the schema does not know, or that is given twice, counts as the worst one: never
 * as success. A return code that is no number is NaN.
 */
export function readResultSummary(summary: XmlElement): ResultSummary {
  const text = (parent: XmlElement, name: string): string | undefined => {
    const found = onlyChild(parent, NS.ssdnCommon, name);
    return found === undefined ? undefined : textOf(found).trim();
  };
  const given = attributeOf(summary, 'ok');
  return {
    ok: OK.find((level) => level === given) ?? 'NO',
    returnCode: returnCodeOf(text(summary, 'ReturnCode')),
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

/** Digits only: `Number` would make 0, which means success, of an empty text. */
function returnCodeOf(text = ''): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
