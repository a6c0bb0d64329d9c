import type { SsinChange } from '../domain/result.ts';
import { parseSsin } from '../domain/ssin.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';

/** One change of somebody's data, as a notification carries it (`schemas/flows/mutations.json`, provisional). */
export interface MutationItem {
  /** The sender's own number of the mutation. */
  readonly number: string;
  /** RN, DIMONA, INASTI, MEDIPRIMA. */
  readonly source: string;
  readonly kind: string;
  readonly ssin: string;
  readonly newSsin: string | undefined;
  /** The item in the contract's names. */
  readonly content: JsonValue;
}

/** A notification, read. */
export interface Notification {
  readonly ticketCbss: string;
  /** CBE number of the centre it is for. */
  readonly cbeNumber: string;
  readonly items: readonly MutationItem[];
}

/** How one item was received; the sender may have put a bad one among good ones. */
export interface ItemReceipt {
  readonly mutationNumber: string;
  readonly value: 'ACCEPTED' | 'REFUSED';
  readonly code?: string;
}

/** Takes the notification out of the JSON its flow has read; undefined when it names neither centre nor items. */
export function toNotification(value: JsonValue): Notification | undefined {
  const cbeNumber = text(value, '/informationNotified/cbeNumber');
  const items = valuesAt(value, '/mutation').flatMap((found) => (Array.isArray(found) ? found : [found]));
  if (cbeNumber === undefined || items.length === 0) return undefined;
  return {
    ticketCbss: text(value, '/informationCBSS/ticketCBSS') ?? '',
    cbeNumber,
    items: items.map((item) => ({
      number: text(item, '/mutationNumber') ?? '',
      source: text(item, '/source') ?? '',
      kind: text(item, '/kind') ?? '',
      ssin: text(item, '/ssin') ?? '',
      newSsin: text(item, '/newSsin'),
      content: item,
    })),
  };
}

/** As the contract has them; an index of the database takes little more. */
const NAME_CHARACTERS_MAX = 64;

/**
 * Whether an item can be kept, found and told on its own. One that cannot is refused alone: its notification may be full of sound ones,
 * and would come again for ever.
 */
export function isSound({ number, source, kind, ssin, newSsin }: MutationItem): boolean {
  const names = [number, source, kind].every(
    (name) => name !== '' && name.length <= NAME_CHARACTERS_MAX && !/\p{Cc}/u.test(name),
  );
  return names && parseSsin(ssin) !== undefined && (newSsin === undefined || parseSsin(newSsin) !== undefined);
}

/** Whether a mutation says that its number is no more: a new number says so, whatever the mutation is called. */
export function ssinChangeIn({ newSsin, kind }: Pick<MutationItem, 'newSsin' | 'kind'>): SsinChange | undefined {
  if (newSsin !== undefined) return { kind: 'replaced', replacedBy: newSsin };
  return kind === 'SSIN_CANCELLED' ? { kind: 'cancelled' } : undefined;
}

/** The answer to a notification, in the contract's names. */
export function acknowledgement(ticketCbss: string, items: readonly ItemReceipt[]): JsonValue {
  const refused = items.some(({ value }) => value === 'REFUSED');
  return {
    ticketCBSS: ticketCbss,
    status: refused ? { value: 'NOK', code: 'PARTIAL' } : { value: 'OK', code: 'MSG00000' },
    item: items.map((item) => ({ ...item })),
  };
}

function text(value: JsonValue, pointer: string): string | undefined {
  const found = valueAt(value, pointer);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
