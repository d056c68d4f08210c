# In the root: the life of the package. There is no systemd running in it, so the server is started as the unit says.
set -eu
fail() { echo "deb: $*" >&2; exit 1; }
is() { [ "$(stat -c '%U:%G %a' "$1")" = "$2" ] || fail "$1 is $(stat -c '%U:%G %a' "$1"), not $2"; }
quietly() { "$@" >/tmp/log 2>&1 || { cat /tmp/log; fail "$*"; }; }

quietly dpkg -i /packages/bursar.deb
is /etc/bursar 'root:bursar 750'
is /etc/bursar/bursar.env 'root:bursar 640'
is /etc/bursar/vault.key 'bursar:bursar 400'
is /var/lib/bursar 'bursar:bursar 700'
[ "$(tr -d '\n' </etc/bursar/vault.key | wc -c)" = 64 ] || fail "the key is not of 64 digits"
[ "$(getent passwd bursar | cut -d: -f6,7)" = /var/lib/bursar:/usr/sbin/nologin ] || fail "the user is another"
[ -L /etc/systemd/system/multi-user.target.wants/bursar.service ] || fail "the service is not enabled"
key=$(cat /etc/bursar/vault.key)

serve() { # what systemd does with the unit, as far as a root without it can
  rm -f /tmp/said && touch /tmp/said && chmod 666 /tmp/said
  setpriv --reuid=bursar --regid=bursar --clear-groups sh -c 'set -a; . /etc/bursar/bursar.env; cd /var/lib/bursar; umask 077
    exec /usr/bin/bursar serve --store "$BURSAR_STORE" --listen "${BURSAR_LISTEN%:*}:0" $BURSAR_OPTIONS' >/tmp/said 2>&1 &
  server=$!
  for try in $(seq 100); do
    grep -q '^bursar listens on' /tmp/said && break
    kill -0 $server 2>/dev/null || { cat /tmp/said; fail "does not start"; }
    sleep 0.1
  done
  kill -TERM $server
  wait $server || { cat /tmp/said; fail "ended badly"; }
}
serve
is /var/lib/bursar/bursar.db 'bursar:bursar 600'
runuser -u bursar -- env BURSAR_VAULT_KEY_FILE=/etc/bursar/vault.key bursar platforms create --store sqlite:/var/lib/bursar/bursar.db >/tmp/platform
platform=$(sed -n 's/^platform *//p' /tmp/platform)

echo '# of the administrator' >>/etc/bursar/bursar.env
quietly dpkg -i /packages/next.deb
grep -q '^# of the administrator' /etc/bursar/bursar.env || fail "an upgrade overwrites settings"
[ "$(cat /etc/bursar/vault.key)" = "$key" ] || fail "an upgrade makes another key"
serve

quietly dpkg -r bursar
[ ! -e /usr/bin/bursar ] || fail "is still there after a removal"
[ "$(cat /etc/bursar/vault.key)" = "$key" ] && [ -e /var/lib/bursar/bursar.db ] || fail "a removal takes the key or the database"
quietly dpkg -i /packages/bursar.deb
runuser -u bursar -- env BURSAR_VAULT_KEY_FILE=/etc/bursar/vault.key bursar platforms list --store sqlite:/var/lib/bursar/bursar.db | grep -q "$platform" \
  || fail "the platform is gone after removing and installing again"

# A database is not ended by a purge; installing again finds it and its key.
dpkg -P bursar >/tmp/purged 2>&1 || { cat /tmp/purged; fail "cannot be purged"; }
grep -q 'rm -rf /var/lib/bursar /etc/bursar' /tmp/purged || fail "a purge does not tell what stays"
[ "$(cat /etc/bursar/vault.key)" = "$key" ] && [ -e /var/lib/bursar/bursar.db ] || fail "a purge takes the key or the database"
quietly dpkg -i /packages/bursar.deb
[ "$(cat /etc/bursar/vault.key)" = "$key" ] || fail "another key beside a database that has one"

# Where nothing was kept, nothing stays.
rm -rf /var/lib/bursar/*
quietly dpkg -P bursar
for left in /etc/bursar /var/lib/bursar /usr/share/doc/bursar /etc/systemd/system/multi-user.target.wants/bursar.service; do
  [ ! -e "$left" ] || fail "a purge leaves $left"
done
! getent passwd bursar >/dev/null || fail "a purge leaves the user"
