/** The columns of a file, by their names in its first line; the order is the file's own. */
export const COLUMNS = [
  'ssin',
  'quality_code',
  'start_date',
  'end_date',
  'file_reference',
  'last_name',
  'first_name',
  'birth_date',
  'identity_card_number',
  'sis_card_number',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What clerks call the columns, in French, Dutch and German; written as {@link plainName} leaves it. */
const OTHER_NAMES: Readonly<Record<Column, readonly string[]>> = {
  ssin: ['niss', 'insz', 'inss'],
  quality_code: ['code_qualite', 'hoedanigheidscode', 'eigenschaftscode'],
  start_date: ['date_debut', 'date_de_debut', 'begindatum', 'startdatum', 'anfangsdatum'],
  end_date: ['date_fin', 'date_de_fin', 'einddatum', 'enddatum'],
  file_reference: ['reference_dossier', 'reference_du_dossier', 'dossierreferentie', 'aktenzeichen'],
  last_name: ['nom', 'nom_de_famille', 'naam', 'familienaam', 'achternaam', 'nachname', 'familienname'],
  first_name: ['prenom', 'voornaam', 'vorname'],
  birth_date: ['date_naissance', 'date_de_naissance', 'geboortedatum', 'geburtsdatum'],
  identity_card_number: [
    'numero_carte_identite',
    'numero_de_carte_d_identite',
    'identiteitskaartnummer',
    'personalausweisnummer',
  ],
  sis_card_number: ['numero_carte_sis', 'sis_kaartnummer', 'sis_kartennummer'],
};

const BY_NAME: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [column, ...OTHER_NAMES[column]].map((name) => [name, column] as const)),
);

/** The column that a cell of the first line names, whatever its capitals, accents, spaces and hyphens; undefined for another name. */
export function columnNamed(cell: string): Column | undefined {
  return BY_NAME.get(plainName(cell));
}

function plainName(cell: string): string {
  const letters = cell.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
  return letters.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');
}
