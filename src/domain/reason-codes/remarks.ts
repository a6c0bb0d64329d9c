import type { Meaning } from './reason-code.ts';

/**
 * What the gateway itself remarks about a reply, beside what BCSS says: where status and content contradict each other, or where a
 * refusal comes without a reason. A reader must never have to guess what an answer is worth.
 */
export const REMARKS = {
  'data-announced-missing': {
    explanation: {
      fr: 'Le service annonce des données, mais sa réponse n’en contient pas. Cela ne prouve pas qu’il n’y en a pas.',
      nl: 'De dienst kondigt gegevens aan, maar zijn antwoord bevat er geen. Dat bewijst niet dat er geen zijn.',
      de: 'Der Dienst kündigt Daten an, aber seine Antwort enthält keine. Das beweist nicht, dass es keine gibt.',
      en: 'The service announces data, but its answer contains none. That does not prove that there are none.',
    },
    remedy: {
      fr: 'Redemandez plus tard ; si cela se répète, signalez-le à la BCSS avec le ticket (`ticketCbss`).',
      nl: 'Vraag het later opnieuw; blijft het zo, meld het dan aan de KSZ met het ticket (`ticketCbss`).',
      de: 'Fragen Sie später erneut an; wiederholt es sich, melden Sie es der ZDSS mit dem Ticket (`ticketCbss`).',
      en: 'Ask again later; if it happens again, report it to BCSS with the ticket (`ticketCbss`).',
    },
  },
  'data-despite-status': {
    explanation: {
      fr: 'Le statut dit qu’il n’y a pas de résultat, mais la réponse contient des données : les deux se contredisent.',
      nl: 'De status zegt dat er geen resultaat is, maar het antwoord bevat gegevens: beide spreken elkaar tegen.',
      de: 'Der Status sagt, es gebe kein Ergebnis, aber die Antwort enthält Daten: Beides widerspricht sich.',
      en: 'The status says that there is no result, but the answer contains data: the two contradict each other.',
    },
    remedy: {
      fr: 'Ne décidez pas sur cette seule réponse : vérifiez auprès de l’institution, ou signalez-le à la BCSS avec le ticket (`ticketCbss`).',
      nl: 'Beslis niet op dit antwoord alleen: ga het na bij de instelling, of meld het aan de KSZ met het ticket (`ticketCbss`).',
      de: 'Entscheiden Sie nicht allein aufgrund dieser Antwort: Fragen Sie bei der Einrichtung nach, oder melden Sie es der ZDSS mit dem Ticket (`ticketCbss`).',
      en: 'Do not decide on this answer alone: check with the institution, or report it to BCSS with the ticket (`ticketCbss`).',
    },
  },
  'no-reason-given': {
    explanation: {
      fr: 'La demande est refusée, et la réponse n’en donne pas la raison.',
      nl: 'De aanvraag is geweigerd, en het antwoord geeft er geen reden voor.',
      de: 'Die Anfrage ist abgelehnt, und die Antwort nennt keinen Grund dafür.',
      en: 'The request is refused, and the answer does not say why.',
    },
    remedy: {
      fr: 'Demandez la raison à la BCSS, avec le ticket (`ticketCbss`), avant de refaire la demande.',
      nl: 'Vraag de KSZ naar de reden, met het ticket (`ticketCbss`), voor u de aanvraag opnieuw doet.',
      de: 'Fragen Sie die ZDSS mit dem Ticket (`ticketCbss`) nach dem Grund, bevor Sie die Anfrage erneut stellen.',
      en: 'Ask BCSS for the reason, with the ticket (`ticketCbss`), before asking again.',
    },
  },
  'unknown-status': {
    explanation: {
      fr: 'Le service répond par un statut que son contrat ne prévoit pas. La passerelle ne le prend ni pour une réussite ni pour un refus.',
      nl: 'De dienst antwoordt met een status die zijn contract niet kent. De gateway ziet die niet als geslaagd en niet als geweigerd.',
      de: 'Der Dienst antwortet mit einem Status, den sein Vertrag nicht vorsieht. Das Gateway wertet ihn weder als Erfolg noch als Ablehnung.',
      en: 'The service answers with a status that its contract does not have. The gateway takes it neither for success nor for a refusal.',
    },
    remedy: {
      fr: 'Lisez la réponse elle-même (`reply`) et demandez à la BCSS ce que ce statut signifie.',
      nl: 'Lees het antwoord zelf (`reply`) en vraag de KSZ wat deze status betekent.',
      de: 'Lesen Sie die Antwort selbst (`reply`), und fragen Sie die ZDSS, was dieser Status bedeutet.',
      en: 'Read the answer itself (`reply`), and ask BCSS what this status means.',
    },
  },
  'unread-parts': {
    explanation: {
      fr: 'La réponse contient des éléments que son contrat ne prévoit pas ; la passerelle ne peut les montrer.',
      nl: 'Het antwoord bevat elementen die zijn contract niet kent; de gateway kan ze niet tonen.',
      de: 'Die Antwort enthält Elemente, die ihr Vertrag nicht vorsieht; das Gateway kann sie nicht zeigen.',
      en: 'The answer has elements that its contract does not know; the gateway cannot show them.',
    },
    remedy: {
      fr: 'Opérateur : demandez à la BCSS si le contrat du service a changé, puis importez le nouveau (`gateway contracts import`).',
      nl: 'Operator: vraag de KSZ of het contract van de dienst veranderd is, en importeer dan het nieuwe (`gateway contracts import`).',
      de: 'Betreiber: Fragen Sie die ZDSS, ob sich der Vertrag des Dienstes geändert hat, und importieren Sie dann den neuen (`gateway contracts import`).',
      en: 'Operator: ask BCSS whether the contract of the service has changed, then import the new one (`gateway contracts import`).',
    },
  },
  'fields-withheld': {
    explanation: {
      fr: 'La BCSS a retiré des champs que votre centre ne peut pas voir (`filteredFields`) : leur absence ne signifie pas qu’ils sont vides.',
      nl: 'De KSZ heeft velden weggelaten die uw centrum niet mag zien (`filteredFields`): dat ze ontbreken, betekent niet dat ze leeg zijn.',
      de: 'Die ZDSS hat Felder entfernt, die Ihr Zentrum nicht sehen darf (`filteredFields`): Dass sie fehlen, bedeutet nicht, dass sie leer sind.',
      en: 'BCSS removed fields that your centre may not see (`filteredFields`): that they are absent does not mean that they are empty.',
    },
    remedy: {
      fr: 'Si le centre a besoin de ces champs, il en demande l’autorisation par son conseiller en sécurité.',
      nl: 'Heeft het centrum deze velden nodig, dan vraagt het daarvoor een machtiging via zijn veiligheidsconsulent.',
      de: 'Braucht das Zentrum diese Felder, beantragt es die Ermächtigung dafür über seinen Sicherheitsberater.',
      en: 'If the centre needs these fields, it asks for the authorisation through its security adviser.',
    },
  },
  'identification-problem': {
    explanation: {
      fr: 'L’institution n’a pas pu identifier la personne avec certitude : ses données peuvent manquer ou être incomplètes.',
      nl: 'De instelling heeft de persoon niet met zekerheid kunnen identificeren: gegevens kunnen ontbreken of onvolledig zijn.',
      de: 'Die Einrichtung konnte die Person nicht mit Sicherheit identifizieren: Ihre Daten können fehlen oder unvollständig sein.',
      en: 'The institution could not identify the person with certainty: data may be missing or incomplete.',
    },
    remedy: {
      fr: 'Vérifiez le numéro de la personne avec `identify-person` ; s’il est exact, demandez à l’institution de vérifier son dossier.',
      nl: 'Controleer het nummer van de persoon met `identify-person`; is het juist, vraag de instelling dan haar dossier na te kijken.',
      de: 'Prüfen Sie die Nummer der Person mit `identify-person`; ist sie richtig, bitten Sie die Einrichtung, ihre Akte zu überprüfen.',
      en: 'Check the number of the person with `identify-person`; where it is right, ask the institution to look into its file.',
    },
  },
} as const satisfies Record<string, Meaning>;

export type RemarkCode = keyof typeof REMARKS;
