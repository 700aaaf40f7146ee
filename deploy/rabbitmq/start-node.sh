#!/bin/sh
# The cookie is the cluster's shared secret: written where only the server reads it, then the image's own start.
set -eu
: "${CLUSTER_COOKIE:?}"
umask 077
printf '%s' "$CLUSTER_COOKIE" > /var/lib/rabbitmq/.erlang.cookie
unset CLUSTER_COOKIE
umask 022
exec docker-entrypoint.sh rabbitmq-server
