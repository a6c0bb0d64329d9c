/** Options by which Node accepts what it otherwise refuses, or opens itself to whoever reaches its debugger. */
const WEAKENING_OPTIONS =
  /^--(?:insecure-http-parser|tls-(?:min|max)-v1\.[01]|security-revert|inspect(?:-brk|-wait)?)(?:=.*)?$/;

/**
 * Switches in the environment or on the command line that take protection away from the whole process, by name. Our own connections say
 * themselves what they demand, so that none of these changes them; what else runs in this process may not.
 *
 * @param options those that Node was started with (`process.execArgv`)
 */
export function weakeningSwitches(
  environment: Readonly<Record<string, string | undefined>>,
  options: readonly string[],
): string[] {
  const ofEnvironment = (environment['NODE_OPTIONS'] ?? '').split(/\s+/).map((option) => option.replaceAll('"', ''));
  const weakening = [...options, ...ofEnvironment].filter((option) => WEAKENING_OPTIONS.test(option));
  // Node looks for this very character.
  const checksNobody = environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
  return [
    ...(checksNobody ? ['NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
    ...new Set(weakening.map((option) => option.split('=', 1)[0] ?? option)),
  ];
}
