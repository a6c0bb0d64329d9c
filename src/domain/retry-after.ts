const DAY_MS = 86_400_000;

/** Whoever asks for more is not taken at their word: our own pace decides long before. */
const LONGEST_MS = DAY_MS;

/**
 * How long a peer asks us to wait (RFC 9110, 10.2.3): a number of seconds, or a date in one of the three forms of RFC 9110, 5.6.7. A date
 * that is over means now. Undefined where the header is absent or says neither.
 */
export function retryAfterMsOf(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : untilDate(text, now);
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}

function untilDate(text: string, now: Date): number | undefined {
  const at = httpDate(text, now);
  return at === undefined ? undefined : at - now.getTime();
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = '(?<time>\\d\\d:\\d\\d:\\d\\d)';

const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${TIME} GMT$`),
  // Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) ${TIME} GMT$`),
  // Sun Nov  6 08:49:37 1994
  new RegExp(`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** Not by `Date.parse`, which takes far more than these, and reads a date without a zone by that of the machine. */
function httpDate(text: string, now: Date): number | undefined {
  const {
    day,
    month = '',
    year,
    time = '',
  } = FORMS.map((form) => form.exec(text)).find((found) => found !== null)?.groups ?? {};
  if (year === undefined || !MONTHS.includes(month)) return undefined;
  const [hours, minutes, seconds] = time.split(':').map(Number);
  const at = Date.UTC(fullYear(year, now), MONTHS.indexOf(month), Number(day), hours, minutes, seconds);
  return Number.isNaN(at) ? undefined : at;
}

const CENTURY = 100;

/** RFC 9110, 5.6.7: a year of two digits that seems more than 50 years ahead is the past one that ends so. */
function fullYear(year: string, now: Date): number {
  if (year.length > 2) return Number(year);
  const thisYear = now.getUTCFullYear();
  const candidate = thisYear - (thisYear % CENTURY) + Number(year);
  return candidate > thisYear + CENTURY / 2 ? candidate - CENTURY : candidate;
}
