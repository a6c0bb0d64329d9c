import type { Localised } from '../../domain/language.ts';

interface Words {
  /** What is wrong; the name at fault follows it. */
  readonly what: Localised;
  readonly remedy: Localised;
}

/** Defects of meaning, in words. */
export const MEANING = {
  'unknown-flow': {
    what: {
      fr: 'ne correspond à aucun flux :',
      nl: 'komt met geen enkele stroom overeen:',
      en: 'matches no flow:',
      de: 'entspricht keinem Datenfluss:',
    },
    remedy: {
      fr: 'la liste des flux est dans docs/flows.md et à GET /v1/flows',
      nl: 'de lijst van stromen staat in docs/flows.md en op GET /v1/flows',
      en: 'the flows are listed in docs/flows.md and at GET /v1/flows',
      de: 'die Liste der Datenflüsse steht in docs/flows.md und unter GET /v1/flows',
    },
  },
  'group-named-as-flow': {
    what: {
      fr: 'un groupe porte le nom d’un flux :',
      nl: 'een groep draagt de naam van een stroom:',
      en: 'a group has the name of a flow:',
      de: 'eine Gruppe trägt den Namen eines Datenflusses:',
    },
    remedy: {
      fr: 'donnez au groupe un autre nom',
      nl: 'geef de groep een andere naam',
      en: 'name the group otherwise',
      de: 'geben Sie der Gruppe einen anderen Namen',
    },
  },
  'unknown-role': {
    what: { fr: 'rôle inconnu :', nl: 'onbekende rol:', en: 'unknown role:', de: 'unbekannte Rolle:' },
    remedy: {
      fr: 'définissez-le sous `roles`, ou corrigez le nom',
      nl: 'definieer hem onder `roles`, of verbeter de naam',
      en: 'define it below `roles`, or correct the name',
      de: 'definieren Sie sie unter `roles`, oder berichtigen Sie den Namen',
    },
  },
  'role-circle': {
    what: {
      fr: 'des rôles héritent en cercle :',
      nl: 'rollen erven in een kring:',
      en: 'roles inherit in a circle:',
      de: 'Rollen erben im Kreis:',
    },
    remedy: {
      fr: 'coupez le cercle : un rôle ne peut hériter de lui-même',
      nl: 'verbreek de kring: een rol kan niet van zichzelf erven',
      en: 'break the circle: a role cannot inherit from itself',
      de: 'unterbrechen Sie den Kreis: eine Rolle kann nicht von sich selbst erben',
    },
  },
  'unknown-purpose': {
    what: { fr: 'finalité inconnue :', nl: 'onbekend doel:', en: 'unknown purpose:', de: 'unbekannter Zweck:' },
    remedy: {
      fr: 'définissez-la sous `purposes`, ou écrivez `any` ou `unneeded`',
      nl: 'definieer het onder `purposes`, of schrijf `any` of `unneeded`',
      en: 'define it below `purposes`, or write `any` or `unneeded`',
      de: 'definieren Sie ihn unter `purposes`, oder schreiben Sie `any` oder `unneeded`',
    },
  },
  'purpose-twice': {
    what: {
      fr: 'un même texte désigne deux finalités :',
      nl: 'één tekst betekent twee doelen:',
      en: 'one text means two purposes:',
      de: 'ein Text bezeichnet zwei Zwecke:',
    },
    remedy: {
      fr: 'gardez-le pour une seule',
      nl: 'houd hem voor één doel',
      en: 'keep it for one of them',
      de: 'behalten Sie ihn für einen davon',
    },
  },
  'unknown-hours': {
    what: {
      fr: 'horaire inconnu :',
      nl: 'onbekende openingsuren:',
      en: 'unknown hours:',
      de: 'unbekannte Öffnungszeiten:',
    },
    remedy: {
      fr: 'définissez-le sous `hours`, ou écrivez `always`',
      nl: 'definieer ze onder `hours`, of schrijf `always`',
      en: 'define them below `hours`, or write `always`',
      de: 'definieren Sie sie unter `hours`, oder schreiben Sie `always`',
    },
  },
  'impossible-hour': {
    what: { fr: 'heure impossible :', nl: 'onmogelijk uur:', en: 'impossible hour:', de: 'unmögliche Uhrzeit:' },
    remedy: {
      fr: 'écrivez "HH:MM" entre guillemets, de "00:00" à "23:59" ; une fin peut être "24:00"',
      nl: 'schrijf "HH:MM" tussen aanhalingstekens, van "00:00" tot "23:59"; een einde mag "24:00" zijn',
      en: 'write "HH:MM" in quotes, "00:00" to "23:59"; an end may be "24:00"',
      de: 'schreiben Sie "HH:MM" in Anführungszeichen, von "00:00" bis "23:59"; ein Ende darf "24:00" sein',
    },
  },
  'empty-window': {
    what: {
      fr: 'plage qui ne dure rien :',
      nl: 'tijdvak zonder duur:',
      en: 'window of no length:',
      de: 'Zeitfenster ohne Dauer:',
    },
    remedy: {
      fr: 'un jour entier s’écrit "00:00" à "24:00"',
      nl: 'een hele dag is "00:00" tot "24:00"',
      en: 'a whole day is "00:00" to "24:00"',
      de: 'ein ganzer Tag ist "00:00" bis "24:00"',
    },
  },
  'unknown-organisation': {
    what: { fr: 'centre inconnu :', nl: 'onbekend centrum:', en: 'unknown centre:', de: 'unbekanntes Zentrum:' },
    remedy: {
      fr: 'les centres sont ceux d’ORGANISATIONS_FILE',
      nl: 'de centra zijn die van ORGANISATIONS_FILE',
      en: 'the centres are those of ORGANISATIONS_FILE',
      de: 'die Zentren sind die aus ORGANISATIONS_FILE',
    },
  },
  'unknown-quality-code': {
    what: {
      fr: 'code qualité inconnu :',
      nl: 'onbekende hoedanigheidscode:',
      en: 'unknown quality code:',
      de: 'unbekannter Eigenschaftscode:',
    },
    remedy: {
      fr: 'les codes du secteur 17 sont dans docs/policy.md',
      nl: 'de codes van sector 17 staan in docs/policy.md',
      en: 'the codes of sector 17 are in docs/policy.md',
      de: 'die Codes des Sektors 17 stehen in docs/policy.md',
    },
  },
  'says-nothing': {
    what: {
      fr: 'ce texte ne dit rien :',
      nl: 'deze tekst zegt niets:',
      en: 'this text says nothing:',
      de: 'dieser Text sagt nichts aus:',
    },
    remedy: {
      fr: 'écrivez des mots : au moins trois lettres, pas seulement des points, des tirets ou « néant »',
      nl: 'schrijf woorden: ten minste drie letters, niet alleen punten, streepjes of “nihil”',
      en: 'write words: at least three letters, not only dots, dashes or “none”',
      de: 'schreiben Sie Worte: mindestens drei Buchstaben, nicht nur Punkte, Striche oder „keine“',
    },
  },
  'exempt-and-not': {
    what: {
      fr: 'intégration à la fois exigée et non exigée :',
      nl: 'integratie tegelijk vereist en niet vereist:',
      en: 'integration both needed and not needed:',
      de: 'Integration zugleich verlangt und nicht verlangt:',
    },
    remedy: {
      fr: 'gardez `exempt` ou `numbered`, ou `own` et `household` ; deux règles peuvent porter sur le même flux',
      nl: 'behoud `exempt` of `numbered`, of `own` en `household`; twee regels mogen over dezelfde stroom gaan',
      en: 'keep `exempt` or `numbered`, or `own` and `household`; two rules may be about one flow',
      de: 'behalten Sie `exempt` oder `numbered`, oder `own` und `household`; zwei Regeln dürfen denselben Datenfluss betreffen',
    },
  },
  'word-beside-names': {
    what: {
      fr: 'un mot qui vaut pour tous est suivi d’autres noms :',
      nl: 'naast een woord dat voor alles geldt, staan nog namen:',
      en: 'a word that stands for all has names beside it:',
      de: 'neben einem Wort, das für alle steht, stehen noch Namen:',
    },
    remedy: {
      fr: 'gardez le mot seul, ou les noms',
      nl: 'behoud enkel het woord, of de namen',
      en: 'keep the word alone, or the names',
      de: 'behalten Sie das Wort allein, oder die Namen',
    },
  },
  'reserved-name': {
    what: { fr: 'nom réservé :', nl: 'gereserveerde naam:', en: 'reserved name:', de: 'reservierter Name:' },
    remedy: {
      fr: 'choisissez un autre nom',
      nl: 'kies een andere naam',
      en: 'choose another name',
      de: 'wählen Sie einen anderen Namen',
    },
  },
} as const satisfies Record<string, Words>;
