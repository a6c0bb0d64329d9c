/**
 * Does something for each of several, one after the other. One for which it fails does not keep the others from their turn.
 *
 * @throws the first failure, once all had their turn
 */
export async function forEachAlone<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
