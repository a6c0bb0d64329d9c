-- What was found when the rooms were read with a hostile eye.

-- Pages are cut in the order of commitment, which ids made by several machines do not have.
DROP INDEX gateway.mutation_list;
CREATE INDEX mutation_list ON gateway.mutation (organisation, entry_index, sequence, id);

-- A client of API_KEYS_FILE lives as long as it stands there; one made by command until it is revoked.
ALTER TABLE gateway.client ADD COLUMN declared boolean NOT NULL DEFAULT false;
