import { createHash } from 'node:crypto';
import type { NewEntry } from '../log/entry.ts';
import type { UnverifiedNotification } from './notification-desk.ts';

/** What is kept of a message that was refused: honest ones are smaller, and the log is no store for others. */
const BODY_BYTES_KEPT_MAX = 64 * 1024;

/** Refused messages of one peer in a minute that are kept with their bytes; of those beyond, what they were is kept. */
const BODIES_A_MINUTE_MAX = 30;
const MINUTE_MS = 60_000;
/** More peers than are ever let in. */
const PEERS_MAX = 1_000;

/** Evidence of messages that cannot be believed, within bounds: whoever sends rubbish must not fill the log with it. */
export class Evidence {
  private minute = 0;
  private readonly kept = new Map<string, number>();

  /** The parts of an entry that say what came: its size and hash always, and its first bytes while there is room for them. */
  of(
    { body, contentType, peerCertificate }: UnverifiedNotification,
    now: Date,
  ): Pick<NewEntry, 'kind' | 'body' | 'contentType' | 'details'> {
    const bytesKept = this.hasRoom(peerCertificate, now) ? Math.min(body.length, BODY_BYTES_KEPT_MAX) : 0;
    const sha256 = createHash('sha256').update(body).digest('hex');
    const details = { peer: peerCertificate, bytes: body.length, bytesKept, sha256 };
    if (bytesKept === 0) return { kind: 'notification', details };
    return { kind: 'notification', body: body.subarray(0, bytesKept), contentType: contentType.slice(0, 255), details };
  }

  private hasRoom(peer: string, now: Date): boolean {
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    if (minute !== this.minute) this.kept.clear();
    this.minute = minute;
    const kept = this.kept.get(peer) ?? 0;
    if (kept >= BODIES_A_MINUTE_MAX || (kept === 0 && this.kept.size === PEERS_MAX)) return false;
    this.kept.set(peer, kept + 1);
    return true;
  }
}
