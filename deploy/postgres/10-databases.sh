#!/bin/sh
# One database and one role for each part: a role owns its database and can enter no other.
# Runs once, when PostgreSQL starts on an empty volume; harmless when run again by hand.
set -eu

for part in gateway signing mail_directory document_exchange one_stop online_services; do
  variable="$(echo "$part" | tr '[:lower:]' '[:upper:]')_DATABASE_PASSWORD"
  eval "password=\${$variable:?}"
  # The password goes in as a variable of psql, never through the shell's or SQL's quoting.
  PART_PASSWORD="$password" psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres -v role="lienthong_$part" <<'SQL'
\getenv password PART_PASSWORD
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
done
