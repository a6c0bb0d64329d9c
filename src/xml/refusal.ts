/** Why a document was refused. `form`: not well-formed; the others are constructs and sizes that no message of BCSS needs. */
export type XmlDefect =
  | 'encoding'
  | 'form'
  | 'doctype'
  | 'processing-instruction'
  | 'comment'
  | 'too-deep'
  | 'too-many-nodes'
  | 'too-many-attributes'
  | 'too-many-declarations'
  | 'too-many-references'
  | 'too-long'
  | 'too-large';

/** A document that the strict parser does not accept. The message names a defect and a position, never content. */
export class XmlRefused extends Error {
  readonly defect: XmlDefect;

  constructor(defect: XmlDefect, where = '') {
    super(`XML refused: ${defect}${where}`);
    this.name = 'XmlRefused';
    this.defect = defect;
  }
}
