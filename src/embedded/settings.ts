/**
 * How the embedded server runs. Given at each start as parameters, so that the folder has no settings of its own to drift.
 * Durability is PostgreSQL's own and full; the rest is modest, for one machine that also does other things.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  // Queries are short and by key; parallel workers would want more of /dev/shm than a container has (64 MiB).
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Life of the server only. What clients do wrong is told to the client; its text could quote a person's number, so can a DETAIL.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_destination: 'stderr',
  logging_collector: 'off',
};

/** Where it listens: this machine only, no socket file (its path would have a length limit and rights of its own). */
const FIXED: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

/** The parameters of `postgres` for settings that override the defaults. */
export function settingParameters(port: number, overrides: Readonly<Record<string, string>>): string[] {
  const settings = { ...DEFAULTS, ...overrides, ...FIXED, port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
