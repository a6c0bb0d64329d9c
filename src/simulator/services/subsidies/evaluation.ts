import { isJsonObject, type Json, type JsonObject, textIn, valueIn } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';
import { found, refused } from '../answers.ts';
import type { Answer, Question, Service } from '../service.ts';

/** What becomes of one item of a declaration: taken, taken with a remark, or refused. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly receipt?: string }
  | { readonly kind: 'partly' | 'refused'; readonly why: Reason };

/** Why an item is refused, wholly or in part. The contracts are provisional, and so are these codes. */
export type Reason = keyof typeof REASONS;

const REASONS = {
  FICT20: { fr: 'Cette référence a déjà été utilisée.', nl: 'Deze referentie werd al gebruikt.' },
  FICT21: { fr: 'La personne part avant d’arriver.', nl: 'De persoon vertrekt voor aankomst.' },
  FICT22: { fr: 'Un centre paie déjà cette période.', nl: 'Een centrum betaalt deze periode al.' },
  FICT23: { fr: 'Le centre ne paie rien à cette date.', nl: 'Het centrum betaalt niets op deze datum.' },
  FICT24: { fr: 'Ce mois a déjà été déclaré.', nl: 'Deze maand werd al aangegeven.' },
  FICT25: { fr: 'Plus que le montant accordé.', nl: 'Meer dan het toegekende bedrag.' },
  FICT26: { fr: 'La prime a déjà été accordée.', nl: 'De premie werd al toegekend.' },
  FICT27: { fr: 'L’adresse n’est pas celle du registre.', nl: 'Het adres is niet dat van het register.' },
  FICT28: {
    fr: 'Le code qualité ne correspond pas à la catégorie.',
    nl: 'De hoedanigheid past niet bij de categorie.',
  },
  FICT29: { fr: 'Il n’y a pas d’attestation à modifier.', nl: 'Er is geen attest om te wijzigen.' },
  FICT30: { fr: 'La personne a quitté le projet.', nl: 'De persoon verliet het project.' },
  FICT31: { fr: 'L’année n’est pas terminée.', nl: 'Het jaar is niet afgelopen.' },
  FICT32: { fr: 'Un fonds figure deux fois.', nl: 'Een fonds staat er tweemaal in.' },
  FICT33: { fr: 'Plus que le montant reçu.', nl: 'Meer dan het ontvangen bedrag.' },
  FICT34: { fr: 'La personne est décédée.', nl: 'De persoon is overleden.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const TAKEN: Verdict = { kind: 'accepted' };

export function refusedFor(why: Reason): Verdict {
  return { kind: 'refused', why };
}

/** What is said about one item; the person is absent where it is about the centre itself. */
export type Judge = (item: Json, person: Person | undefined, question: Question) => Verdict;

/**
 * A declaration of our own contracts: items under one key, each with a reference and an evaluation of its own. An item that is
 * refused leaves no trace but its reference.
 */
export function declaration(service: string, items: string, judge: Judge): Service {
  return {
    service,
    admission: 'integrated',
    answer(question): Answer {
      const given = valueIn(question.payload, items);
      const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
      const judged = list.map((item) => [item, judgeOne(service, item, judge, question)] as const);
      const parts = { evaluation: judged.map(([item, verdict]) => evaluation(item, verdict, question)) };
      const allRefused = judged.every(([, { kind }]) => kind === 'refused');
      return allRefused ? { ...refused('MSG00008', items), parts } : found(parts);
    },
  };
}

function judgeOne(service: string, item: Json, judge: Judge, question: Question): Verdict {
  const { world, caller } = question;
  const person = world.town.find(textIn(item, 'ssin') ?? '');
  const isNew = world.declared.receipts.take(service, caller.cbeNumber, textIn(item, 'reference') ?? '');
  if (!isNew) return refusedFor('FICT20');
  return person?.deceased === undefined ? judge(item, person, question) : refusedFor('FICT34');
}

const WORDS = { accepted: 'ACCEPTED', partly: 'PARTIALLYACCEPTED', refused: 'REFUSED' } as const;

function evaluation(item: Json, verdict: Verdict, { world }: Question): JsonObject {
  const { receipts } = world.declared;
  const receipt = verdict.kind === 'accepted' ? verdict.receipt : undefined;
  return {
    reference: isJsonObject(item) ? item.reference : undefined,
    evaluation: WORDS[verdict.kind],
    ...(verdict.kind !== 'refused' && { receiptNumber: receipt ?? receipts.next() }),
    ...(verdict.kind !== 'accepted' && { remark: [remarkParts(verdict.why, verdict.kind)] }),
  };
}

function remarkParts(code: Reason, kind: 'partly' | 'refused'): JsonObject {
  const { fr, nl } = REASONS[code];
  return {
    severity: kind === 'partly' ? 'WARNING' : 'ERROR',
    code,
    message: [
      { lang: 'FR', value: fr },
      { lang: 'NL', value: nl },
    ],
  };
}
