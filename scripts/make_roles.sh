# Makes the application's and the portal's role where they are missing: PostgreSQL's image runs it
# once, in an empty database; in an older one run it by hand, as often as you like:
#
#   docker compose exec database bash /docker-entrypoint-initdb.d/make_roles.sh
#
# The portal's role gets a password when there is a public site to use it.
# shellcheck shell=bash
set -euo pipefail
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set password="$(cat /run/secrets/database_app_password)" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY['mnr_app', 'mnr_portal']) AS name
    WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE mnr_app PASSWORD :'password';
SQL
