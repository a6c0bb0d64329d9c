/**
 * A nominal type: a `Ssin` is a string, but no string is a `Ssin` until a parser of this folder said so.
 * The brand exists for the compiler only.
 */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
