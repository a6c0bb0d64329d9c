/** Responses that are problem documents, by status. Whatever is not listed is one, too. */
export function problemResponses(statuses: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    [...statuses, 'default'].map((status) => [status, { $ref: '#/components/responses/Problem' }]),
  );
}
