-- What was found when the rooms were read with a hostile eye.

-- The same mutation of one person may be pushed to two centres that both help them: known is what this centre has had.
ALTER TABLE gateway.mutation DROP CONSTRAINT mutation_source_source_id_key;
ALTER TABLE gateway.mutation ADD CONSTRAINT mutation_once UNIQUE (organisation, source, source_id);

-- Pages are cut in the order of commitment, which ids made by several machines do not have.
DROP INDEX gateway.mutation_list;
CREATE INDEX mutation_list ON gateway.mutation (organisation, entry_index, sequence, id);

-- A client of API_KEYS_FILE lives as long as it stands there; one made by command until it is revoked.
ALTER TABLE gateway.client ADD COLUMN declared boolean NOT NULL DEFAULT false;
