/** A remark of BCSS: a code, and which fields it is about. */
export interface Remark {
  readonly code: string;
  readonly fields?: readonly RemarkField[];
}

export interface RemarkField {
  readonly name: string;
  readonly value?: string;
}

/** How grave a remark is in SSDN. */
export type Severity = 'INFORMATION' | 'WARNING' | 'ERROR';

interface Known {
  readonly severity: Severity;
  readonly text: string;
}

/**
 * Codes that a live BCSS was seen to give. The texts are ours. SSDN has no documented code for an unknown number or a person who is
 * not integrated: there the simulator uses those of the newer services, of which the meaning at least is known.
 */
const KNOWN: Readonly<Record<string, Known>> = {
  MSG00000: { severity: 'INFORMATION', text: 'The request was treated.' },
  MSG00002: { severity: 'ERROR', text: 'The source of these data does not answer at the moment.' },
  MSG00003: { severity: 'ERROR', text: 'Something failed inside.' },
  MSG00005: { severity: 'ERROR', text: 'Nobody has this identification number.' },
  MSG00006: { severity: 'ERROR', text: 'This identification number was replaced by another one.' },
  MSG00007: { severity: 'ERROR', text: 'This identification number was cancelled.' },
  MSG00008: { severity: 'ERROR', text: 'A field of the request is missing or not valid.' },
  MSG00011: { severity: 'ERROR', text: 'This is not the form of an identification number.' },
  MSG00012: { severity: 'ERROR', text: 'The person is not integrated - Register = Secondary matrix.' },
  MSG00013: { severity: 'ERROR', text: 'This legal context is not open to this customer for this service.' },
  DOLS0024: { severity: 'INFORMATION', text: 'This is not the registration number of an employer.' },
  // The ONEM has codes of its own; two are known by name, what they mean is our reading.
  UDS0001: { severity: 'INFORMATION', text: 'The ONEM has no file of this person.' },
  UDS0002: { severity: 'ERROR', text: 'The period is longer than the ONEM answers for.' },
  '12007001': { severity: 'INFORMATION', text: 'The identity of the person is confirmed.' },
  '20000001': { severity: 'WARNING', text: 'At least one of the services gave a warning.' },
  '21007001': { severity: 'WARNING', text: 'A number was given, so the phonetic criteria were not looked at.' },
  '22007007': { severity: 'WARNING', text: 'What was given about the person does not match the register.' },
  '30000001': { severity: 'ERROR', text: 'At least one of the services gave an error.' },
  '31000007': { severity: 'ERROR', text: 'A mandatory argument is missing or empty.' },
  '31009001': { severity: 'ERROR', text: 'An incomplete birth date can only be searched with a tolerance.' },
  '32007004': { severity: 'ERROR', text: 'The phonetic search found nobody.' },
  // Where BCSS is known to refuse, and its code is not known.
  '99990001': { severity: 'ERROR', text: 'There is no integration to end in this period.' },
  '99990002': { severity: 'ERROR', text: 'There is no service of this name and version.' },
  '99990003': {
    severity: 'ERROR',
    text: 'The centre has integrated the person under this code for this period already.',
  },
  '99990004': { severity: 'ERROR', text: 'This is not a quality code that a centre may integrate under.' },
  '99990005': {
    severity: 'ERROR',
    text: 'The period is longer than this quality code allows, or not within one year.',
  },
  '99990006': { severity: 'ERROR', text: 'The period ends before it begins.' },
  '99990007': { severity: 'ERROR', text: 'There is no further page of this reference.' },
  '99990008': { severity: 'ERROR', text: 'The fixed-width record does not agree with the message behind it.' },
  '99990009': { severity: 'ERROR', text: 'The centre in the message is not the one that sends it.' },
  '99990011': { severity: 'INFORMATION', text: 'The person does not stand in the waiting register.' },
  '99990012': { severity: 'ERROR', text: 'The fuel has not been delivered yet.' },
  '99990013': { severity: 'ERROR', text: 'The household does not belong to this category.' },
  '99990014': { severity: 'ERROR', text: 'The household has had its litres of this year.' },
  '99990015': {
    severity: 'WARNING',
    text: 'The household has had some of its litres of this year: the rest is granted.',
  },
  '99990016': { severity: 'ERROR', text: 'The register of medical cards refuses this; its messages say why.' },
};

/** What is known about a code; an unknown one is an error. */
export function knownRemark(code: string): Known & { readonly author: string } {
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  const author = code.startsWith('9999') ? 'FICTIONAL' : 'CBSS';
  return { severity: known?.severity ?? 'ERROR', text: known?.text ?? 'Refused.', author };
}

/** A remark that names fields. */
export function remark(code: string, ...fields: readonly string[]): Remark {
  return fields.length === 0 ? { code } : { code, fields: fields.map((name) => ({ name })) };
}
