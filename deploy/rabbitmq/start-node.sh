#!/bin/sh
# The cookie is the cluster's shared secret: written where only the server reads it, like the definitions with the services'
# passwords; then the image's own start. The server reads users and rights anew at each start.
set -eu
: "${CLUSTER_COOKIE:?}"
home="${RABBITMQ_HOME_FOLDER:-/var/lib/rabbitmq}"
given="${DEFINITIONS:-/definitions.json}"
umask 077
printf '%s' "$CLUSTER_COOKIE" > "$home/.erlang.cookie"
cp "$given" "$home/definitions.json"
for user in MAIL_DIRECTORY DOCUMENT_EXCHANGE ONE_STOP ONLINE_SERVICES GATEWAY; do
  eval "password=\${RABBITMQ_${user}_PASSWORD:?}"
  case "$password" in
    *[!A-Za-z0-9]*) echo "RABBITMQ_${user}_PASSWORD: letters and digits only" >&2; exit 1 ;;
  esac
  sed -i "s/@RABBITMQ_${user}_PASSWORD@/$password/" "$home/definitions.json"
  unset "RABBITMQ_${user}_PASSWORD"
done
unset CLUSTER_COOKIE password
umask 022
exec ${START:-docker-entrypoint.sh rabbitmq-server}
