import { completeSsin } from '../../src/domain/ssin.ts';

/** Fictional people, born 1901 to 1910. */
export const PERSON = completeSsin('030412001');
export const OTHER_PERSON = completeSsin('050817002');
/** Somebody at a keyboard. */
export const USER = completeSsin('010101001');
export const OTHER_USER = completeSsin('020202002');
