import type { Fault, FaultMatch, FaultOrder } from './fault.ts';

/** What is known about a request when its fault is looked for. */
export interface FaultFacts {
  readonly flow: string | undefined;
  readonly path: string;
  readonly subjects: readonly string[];
}

/** The faults that were ordered and have not happened yet. The oldest order that fits is carried out. */
export class FaultList {
  private orders: { readonly order: FaultOrder; left: number }[] = [];

  /** Orders a fault for the next request that fits. */
  add(order: FaultOrder): void {
    this.orders.push({ order, left: order.times === 'always' ? Infinity : (order.times ?? 1) });
  }

  /** Forgets all orders. */
  clear(): void {
    this.orders = [];
  }

  /** Takes the fault for a request, if there is one. */
  take(facts: FaultFacts): Fault | undefined {
    const found = this.orders.find(({ order }) => matches(order.match ?? {}, facts));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.orders = this.orders.filter((one) => one !== found);
    return found.order.fault;
  }
}

function matches({ flow, path, ssin }: FaultMatch, facts: FaultFacts): boolean {
  if (flow !== undefined && flow !== facts.flow) return false;
  if (path !== undefined && !facts.path.endsWith(path)) return false;
  return ssin === undefined || facts.subjects.includes(ssin);
}
