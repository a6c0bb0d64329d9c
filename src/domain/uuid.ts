/** True for a UUID in its usual form. A text from outside that is none names nothing here, and must not reach a `uuid` column. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
