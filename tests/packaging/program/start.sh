# In the root: starts it, with plug-ins for names configured that it must pass over, and asks it.
set -eu
echo 'hosts: mymachines mdns4_minimal [NOTFOUND=return] resolve files dns' >/etc/nsswitch.conf
echo '127.0.0.1 database.example' >/etc/hosts
"/packages/$1" serve --sandbox --store sqlite:/var/tmp/b/bursar.db --listen 127.0.0.1:0 >/tmp/said 2>&1 &
server=$!
for try in $(seq 100); do
  grep -q '^bursar listens on' /tmp/said && break
  kill -0 $server || { cat /tmp/said; exit 1; }
  sleep 0.1
done
grep '^bursar listens on' /tmp/said
kill -TERM $server
wait $server
"/packages/$1" check --store sqlite:/var/tmp/b/bursar.db
# A name is looked up: nobody listens there, but /etc/hosts knows it.
if "/packages/$1" platforms list --store postgres://bursar@database.example:1/bursar >/tmp/said 2>&1; then exit 1; fi
grep -q 'database.example.*failed: Connection refused' /tmp/said || { cat /tmp/said; exit 1; }
