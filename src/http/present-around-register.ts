import type { Language, Localised } from '../domain/language.ts';
import type { Conflict } from '../integration/conflicts.ts';
import type { Repair } from '../integration/repairs.ts';

/**
 * What two centres that have one person do (procedure of the network of social security): they settle it between themselves, else the
 * administration for social integration decides. The gateway never overwrites either.
 */
const PROCEDURE: Localised = {
  fr:
    'Prenez contact avec l’autre centre : celui qui n’aide plus la personne clôture son intégration. Sans accord, soumettez le cas au SPP ' +
    'Intégration sociale (SPP IS). La passerelle ne modifie jamais l’intégration d’un autre centre.',
  nl:
    'Neem contact op met het andere centrum: het centrum dat de persoon niet meer helpt, sluit zijn integratie af. Zonder akkoord legt u het geval voor ' +
    'aan de POD Maatschappelijke Integratie (POD MI). De gateway wijzigt nooit de integratie van een ander centrum.',
  en:
    'Contact the other centre: whichever no longer helps the person closes its integration. Without an agreement, submit the case to the ' +
    'administration for social integration (SPP IS / POD MI). The gateway never changes the integration of another centre.',
  de: 'Nehmen Sie Kontakt mit dem anderen Zentrum auf: Wer der Person nicht mehr hilft, schließt seine Integration ab. Ohne Einigung legen Sie den Fall dem FÖP Sozialeingliederung vor. Das Gateway ändert nie die Integration eines anderen Zentrums.',
};

/** A conflict in one language: with whom, by name and by code, and what to do. */
export function presentConflict(
  conflict: Conflict,
  centreName: (nisCode: string) => Localised,
  language: Language,
): object {
  const { nisCode, firstDay, lastDay, note, seenAt, lastSeenAt, ...rest } = conflict;
  return {
    ...rest,
    centre: { nisCode, name: centreName(nisCode)[language] },
    firstDay,
    ...(lastDay !== undefined && { lastDay }),
    ...(note !== undefined && { note }),
    seenAt: seenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    procedure: PROCEDURE[language],
  };
}

/** A difference with BCSS, and what accepting it does, in one language. */
export function presentRepair(
  { integration, here, there, madeAt, decidedAt, ...rest }: Repair,
  language: Language,
): object {
  return {
    ...rest,
    ...(integration !== undefined && { integration }),
    ...(here !== undefined && { here }),
    ...(there !== undefined && { there }),
    explanation: EXPLANATIONS[rest.difference][language],
    madeAt: madeAt.toISOString(),
    ...(decidedAt !== undefined && { decidedAt: decidedAt.toISOString() }),
  };
}

const EXPLANATIONS: Readonly<Record<Repair['difference'], Localised>> = {
  'missing-there': {
    fr: 'La BCSS n’a pas cette intégration. Accepter la lui déclare à nouveau ; si l’aide a cessé, rejetez et clôturez-la.',
    nl: 'De KSZ heeft deze integratie niet. Aanvaarden geeft ze opnieuw aan; is de hulp gestopt, verwerp dan en sluit ze af.',
    en: 'BCSS does not have this integration. Accepting declares it again; where help has ended, dismiss and close it.',
    de: 'Die ZDSS hat diese Integration nicht. Annehmen meldet sie erneut; hat die Hilfe aufgehört, verwerfen und schließen Sie sie ab.',
  },
  'missing-here': {
    fr: 'La BCSS a cette intégration de votre centre, votre registre non. Accepter la reprend dans le registre ; rien n’est envoyé.',
    nl: 'De KSZ heeft deze integratie van uw centrum, uw register niet. Aanvaarden neemt ze over in het register; er wordt niets verzonden.',
    en: 'BCSS has this integration of your centre, your register does not. Accepting takes it over; nothing is sent.',
    de: 'Die ZDSS hat diese Integration Ihres Zentrums, Ihr Register nicht. Annehmen übernimmt sie ins Register; es wird nichts versandt.',
  },
  'other-period': {
    fr: 'La BCSS a d’autres jours que votre registre. Accepter reprend ceux de la BCSS ; rien n’est envoyé.',
    nl: 'De KSZ heeft andere dagen dan uw register. Aanvaarden neemt die van de KSZ over; er wordt niets verzonden.',
    en: 'BCSS has other days than your register. Accepting takes over those of BCSS; nothing is sent.',
    de: 'Die ZDSS hat andere Tage als Ihr Register. Annehmen übernimmt die der ZDSS; es wird nichts versandt.',
  },
};
