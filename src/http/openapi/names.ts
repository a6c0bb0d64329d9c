import type { Flow } from '../../flows/flow.ts';

/** `handi.consult-payments` → `HandiConsultPayments`: what every name made from a flow begins with. Stable, as the id is. */
export function flowName(flow: Flow): string {
  return pascal(flow.id);
}

/** `Handi`, `v2` → `HandiV2`: whose types these are. */
export function serviceName(flow: Flow): string {
  return pascal(`${flow.service}-${flow.version}`);
}

/** The words of a name, each with a capital; letters that are capital stay so. */
function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A type's own name as part of a component's. */
export function componentPart(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '_');
}
