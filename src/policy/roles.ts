import type { RoleDocument } from './document/policy-document.ts';

type Roles = Readonly<Record<string, RoleDocument>>;

/** The roles that a role is: itself, and whatever it inherits. */
function rolesOf(role: string, roles: Roles): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const inherited of inheritedBy(name, roles)) add(inherited);
  };
  add(role);
  return found;
}

/** Every role that may act where one of these may: those named, and all that inherit from them. */
export function rolesThatAre(named: readonly string[], roles: Roles): ReadonlySet<string> {
  const all = Object.keys(roles).filter((role) => {
    const is = rolesOf(role, roles);
    return named.some((name) => is.has(name));
  });
  return new Set(all);
}

/** A way from a role back to itself, `a → b → a`; undefined when there is none. Each circle is told once. */
export function circleFrom(role: string, roles: Roles): readonly string[] | undefined {
  const seen = new Set<string>();
  const way = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (name === role && path.length > 0) return [...path, name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    for (const inherited of inheritedBy(name, roles)) {
      const found = way(inherited, [...path, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return way(role, []);
}

function inheritedBy(role: string, roles: Roles): readonly string[] {
  return Object.hasOwn(roles, role) ? (roles[role]?.inherits ?? []) : [];
}
