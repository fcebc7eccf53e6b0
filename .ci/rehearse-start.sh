#!/usr/bin/env bash
# Rehearses the README's start command as a stranger: a fresh clone, an empty environment, an ordinary user, and, where root may make
# one, a network without any address but loopback. Starts the shop, looks at a page, stops it, starts it again, kills the
# launcher, recovers, and shows that no process is left behind. Prints the seconds and the memory it took.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d /tmp/kontor-rehearsal.XXXXXX)
checkout=$work/kontor
port=${REHEARSAL_PORT:-4000}
launcher=

as_stranger=(env -i "HOME=$work/home" PATH=/usr/local/bin:/usr/bin:/bin)
alone=()
if [ "$(id -u)" = 0 ] && [ "${REHEARSAL_USER:-ordinary}" = ordinary ]; then
  as_stranger=(setpriv --reuid=65534 --regid=65534 --clear-groups "${as_stranger[@]}")
fi
if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
  alone=(unshare --net sh -c 'ip link set lo up && exec "$@"' alone)
fi

leftovers() {
  local pid
  for pid in $(ls /proc | grep -E '^[0-9]+$'); do
    [ "$pid" = $$ ] && continue
    { tr '\0' ' ' <"/proc/$pid/cmdline"; readlink "/proc/$pid/cwd"; } 2>/dev/null | grep -qF "$checkout" && echo "$pid"
  done
  return 0
}

finish() {
  local pid
  for pid in $(leftovers); do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

fail() { echo "rehearsal failed: $*"; tail -n 60 "$work/start.log" 2>/dev/null; exit 1; }

get() { # path
  nsenter --target "$launcher" --net -- curl --silent --show-error --max-time 10 "http://localhost:$port$1" 2>/dev/null ||
    curl --silent --max-time 10 "http://localhost:$port$1"
}

memory_mib() {
  local total=0 pid kib
  for pid in $(leftovers); do
    kib=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null || echo 0)
    total=$((total + ${kib:-0}))
  done
  echo $((total / 1024))
}

start() { # name of the start, most seconds, arguments of npm start
  local name=$1 most=$2 began tries=0
  shift 2
  began=$(date +%s%N)
  (cd "$checkout" && exec "${alone[@]}" "${as_stranger[@]}" npm start -- --port-base "$port" "$@") >"$work/start.log" 2>&1 &
  launcher=$!
  until [[ "$(get /en 2>/dev/null)" == *'</html>'* ]]; do
    kill -0 "$launcher" 2>/dev/null || fail "$name: npm start ended"
    tries=$((tries + 1))
    [ "$tries" -lt 1200 ] || fail "$name: no page after 120 s"
    sleep 0.1
  done
  local seconds=$((($(date +%s%N) - began) / 1000000))
  echo "$name: first page after $((seconds / 1000)).$(printf '%03d' $((seconds % 1000))) s (allowed: $most s), $(memory_mib) MiB"
}

stop() { # Ctrl-C reaches the whole foreground group of a terminal; here the launcher alone gets it.
  kill -INT "$(launcher_process)"
  wait "$launcher" || true
  sleep 1
  [ -z "$(leftovers)" ] || fail "left behind after Ctrl-C: $(leftovers | xargs -r ps -o pid,args -p)"
}

launcher_process() {
  local pid
  for pid in $(leftovers); do
    [[ "$(tr '\0' ' ' <"/proc/$pid/cmdline")" =~ ^[^\ ]*node\ local/start\.ts ]] && echo "$pid" && return
  done
  fail 'the launcher is gone'
}

git clone --quiet --no-local "$source_folder" "$checkout"
mkdir "$work/home"
chmod 755 "$work"
[ "${as_stranger[0]}" != setpriv ] || chown -R 65534:65534 "$checkout" "$work/home"

(cd "$checkout" && "${as_stranger[@]}" npm ci) >"$work/install.log" 2>&1 || { head -n 20 "$work/install.log"; tail -n 20 "$work/install.log"; fail 'npm ci'; }

start 'cold start' 30
[[ "$(get '/en/search?q=oak')" == *'Oak'* ]] || fail 'a search for oak shows no oak'
stop

start 'second start' 10
kill -9 "$(launcher_process)"
wait "$launcher" 2>/dev/null || true
[ -n "$(leftovers)" ] || fail 'kill -9 of the launcher was to leave processes behind'

start 'start after kill -9 of the launcher' 15
stop
echo 'rehearsal passed: nothing left behind'
