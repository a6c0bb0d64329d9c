import type { AroundRegister } from '../http/ports.ts';
import type { CallParts } from '../integration/call.ts';
import { Conflicts } from '../integration/conflicts.ts';
import { Imports } from '../integration/import/imports.ts';
import { Reconciliations } from '../integration/reconciliations.ts';
import { Repairs } from '../integration/repairs.ts';
import { SsinChanges } from '../integration/ssin-change-list.ts';
import { centreName, loadMunicipalities } from '../organisations/municipalities.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Foundation } from './foundation.ts';

/** What stands around the register, as the clients' door sees it. */
export function openAroundRegister({ vault, ids }: Foundation, pool: DatabasePool, calls: CallParts): AroundRegister {
  const { log } = calls;
  const parts = { pool, vault, ids, log };
  const municipalities = loadMunicipalities();
  return {
    conflicts: new Conflicts(pool, parts),
    reconciliations: new Reconciliations(parts),
    repairs: new Repairs(calls),
    imports: new Imports(parts),
    ssinChanges: new SsinChanges(pool, vault, log),
    centreName: (nisCode) => centreName(municipalities, nisCode),
  };
}
