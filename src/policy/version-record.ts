import { canonicalJson } from '../domain/canonical-json.ts';
import type { Archive } from '../log/archive.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { CompiledPolicy } from './compile.ts';
import { differences, differenceText } from './differences.ts';
import type { PolicyDocument } from './document/policy-document.ts';

/**
 * Records a version of the table in the log of every centre it is in force for, with what changed: once per version, however many
 * processes load it, and however often.
 *
 * @returns whether it was new.
 */
export function recordVersion(
  pool: DatabasePool,
  archive: Archive,
  { version, document }: CompiledPolicy,
  organisations: readonly string[],
): Promise<boolean> {
  return pool.transaction(async (database) => {
    // One after the other, so that the version before is the one before: the lock goes with the transaction.
    await database.query("SELECT pg_advisory_xact_lock(hashtext('gateway.policy_version'))");
    const before = await latestVersion(database);
    const content = canonicalJson(document);
    const inserted = await database.query(INSERT, [version, content]);
    if (inserted.length === 0) return false;
    const changes = differences(before?.document, document);
    for (const organisation of organisations) {
      await archive.append(database, {
        kind: 'policy',
        organisation,
        policy: version,
        code: 'version',
        details: {
          version,
          before: before?.version,
          changes: changes.map((difference) => differenceText(difference, 'en')),
        },
        body: Buffer.from(content),
        contentType: 'application/json',
      });
    }
    return true;
  });
}

const INSERT =
  'INSERT INTO gateway.policy_version (hash, content) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING hash';

async function latestVersion(
  database: Database,
): Promise<{ readonly version: string; readonly document: PolicyDocument } | undefined> {
  const [row] = await database.query<{ hash: string; content: string }>(
    'SELECT hash, content FROM gateway.policy_version ORDER BY number DESC LIMIT 1',
  );
  return row && { version: row.hash, document: JSON.parse(row.content) as PolicyDocument };
}
