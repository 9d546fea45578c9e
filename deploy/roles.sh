#!/bin/sh
# Runs once, inside the database's container, when its volume is new: the roles that the policies name.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" --username postgres <<'SQL'
CREATE ROLE sozialraum_owner LOGIN PASSWORD :'owner';
CREATE ROLE sozialraum_app LOGIN PASSWORD :'app';
CREATE ROLE sozialraum_counter NOLOGIN;
GRANT sozialraum_counter TO sozialraum_owner WITH ADMIN OPTION;
CREATE DATABASE sozialraum OWNER sozialraum_owner TEMPLATE template0 ENCODING 'UTF8';
\c sozialraum
REVOKE ALL ON DATABASE sozialraum FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE sozialraum TO sozialraum_app;
ALTER SCHEMA public OWNER TO sozialraum_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sozialraum_app, sozialraum_counter;
GRANT CREATE ON SCHEMA public TO sozialraum_counter;
ALTER DEFAULT PRIVILEGES FOR ROLE sozialraum_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sozialraum_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sozialraum_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sozialraum_app;
SQL
