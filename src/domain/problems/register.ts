import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** What the register of integrations refuses, and the caller puts right. */
export const REGISTER_PROBLEMS = {
  'integration-not-allowed': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Cette intégration ne respecte pas les règles des codes qualité',
      nl: 'Deze integratie voldoet niet aan de regels van de hoedanigheidscodes',
      en: 'This integration does not follow the rules of quality codes',
      de: 'Diese Integration entspricht nicht den Regeln der Eigenschaftscodes',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Corrigez les champs nommés dans `errors` : chacun indique la règle et ce qu’elle permet.',
      nl: 'Verbeter de velden in `errors`: elk veld vermeldt de regel en wat die toelaat.',
      en: 'Correct the fields named in `errors`: each names the rule, and what it allows.',
      de: 'Berichtigen Sie die in `errors` genannten Felder: Jedes nennt die Regel und was sie erlaubt.',
    },
  },
  'integration-overlap': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Votre centre a déjà cette intégration',
      nl: 'Uw centrum heeft deze integratie al',
      en: 'Your centre has this integration already',
      de: 'Ihr Zentrum hat diese Integration bereits',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Commencez après la fin de la période indiquée, prolongez celle-ci, ou clôturez-la d’abord.',
      nl: 'Begin na het einde van de vermelde periode, verleng die, of sluit ze eerst af.',
      en: 'Begin after the end of the period that is named, extend it, or close it first.',
      de: 'Beginnen Sie nach dem Ende des genannten Zeitraums, verlängern Sie ihn, oder schließen Sie ihn zuerst ab.',
    },
  },
  'import-refused': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Ce fichier d’intégrations a des défauts : rien n’en a été repris',
      nl: 'Dit bestand met integraties heeft gebreken: er is niets van overgenomen',
      en: 'This file of integrations has defects: nothing of it was taken over',
      de: 'Diese Integrationsdatei hat Fehler: Nichts daraus wurde übernommen',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Corrigez les lignes nommées dans `errors` (`/lines/<numéro>/<colonne>`) et renvoyez le fichier entier.',
      nl: 'Verbeter de regels in `errors` (`/lines/<nummer>/<kolom>`) en stuur het hele bestand opnieuw.',
      en: 'Correct the lines named in `errors` (`/lines/<number>/<column>`) and send the whole file again.',
      de: 'Berichtigen Sie die in `errors` genannten Zeilen (`/lines/<Nummer>/<Spalte>`) und senden Sie die ganze Datei erneut.',
    },
  },
} as const satisfies Record<string, ProblemKind>;
