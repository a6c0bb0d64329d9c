#!/usr/bin/env bash
# First start of the database: the application's own account, with the password of the URL it is going to use. It owns nothing;
# `gateway migrate` grants it its roles.
set -euo pipefail
url=$(cat /run/secrets/database-url)
login=${url#*://}
login=${login%%@*}
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v name="${login%%:*}" -v password="${login#*:}" <<'SQL'
CREATE ROLE :"name" LOGIN NOINHERIT PASSWORD :'password';
SQL
