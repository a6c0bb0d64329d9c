import type { Branch, Choice } from '../contracts/model.ts';
import type { JsonObject } from '../json.ts';

/** What is wrong with a choice: a part that is missing, or one too many. */
export interface ChoiceDefect {
  readonly kind: 'missing' | 'structure';
  readonly key: string;
}

/** Undefined when some branch of the choice holds; else the defect of the branch that was probably meant. */
export function choiceDefect(choice: Choice, object: JsonObject): ChoiceDefect | undefined {
  if (choice.branches.some((branch) => missing(branch, object) === undefined && !excess(branch, object)))
    return undefined;
  const meant = nearestBranch(choice, object);
  const lacking = missing(meant, object);
  if (lacking !== undefined) return { kind: 'missing', key: lacking };
  return { kind: 'structure', key: excess(meant, object) ?? '' };
}

/** The branch that an incomplete object fits best: none of what it forbids is there, and most of what it requires. */
export function nearestBranch({ branches }: Choice, object: JsonObject): Branch {
  const distance = (branch: Branch): number =>
    branch.forbidden.filter((key) => object[key] !== undefined).length * FORBIDDEN_WEIGHT +
    branch.required.filter((key) => object[key] === undefined).length;
  const [first, ...others] = branches;
  return others.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best), first ?? EMPTY);
}

/** One part too many weighs more than all that could be missing. */
const FORBIDDEN_WEIGHT = 1000;
const EMPTY: Branch = { required: [], forbidden: [] };

function missing(branch: Branch, object: JsonObject): string | undefined {
  return branch.required.find((key) => object[key] === undefined);
}

function excess(branch: Branch, object: JsonObject): string | undefined {
  return branch.forbidden.find((key) => object[key] !== undefined);
}
