#!/usr/bin/env bash
# Installs VirNucPro Cluster as systemd services of this machine, or removes it.
#
#   deploy/install.sh [--with-redis] [--gpus 0,1,2] [--data DIR]
#   deploy/install.sh --uninstall
#
#   --with-redis   the redis-server of this machine becomes the broker: a password, an append-only file, its repair
#   --gpus LIST    enable one worker per GPU number (nothing is started)
#   --data DIR     folder for inputs, results and models; default /srv/virnucpro
#   --uninstall    stops and removes everything that was installed, settings included; never data, results or the log of Redis
#
# Installing over an older version keeps /etc/virnucpro; restart the services afterwards.
set -euo pipefail
self=$(realpath "${BASH_SOURCE[0]}")
cd "$(dirname "$self")/.."

program=/opt/virnucpro
settings=/etc/virnucpro
units=/etc/systemd/system
command=/usr/local/bin/virnucpro
state=(/var/lib/virnucpro /var/cache/virnucpro /run/virnucpro)
dropin=$units/redis-server.service.d/virnucpro.conf

say() { echo "install.sh: $*"; }
fail() { echo "install.sh: $2" >&2; exit "$1"; }
installed_units() { (cd "$units" && shopt -s nullglob && printf '%s\n' virnucpro.target virnucpro-*.service); }

with_redis='' gpus='' data=/srv/virnucpro uninstall=''
while [ $# -gt 0 ]; do
  case $1 in
    --with-redis) with_redis=1 ;;
    --gpus) gpus=${2:?--gpus needs numbers such as 0,1}; shift ;;
    --data) data=${2:?--data needs a folder}; shift ;;
    --uninstall) uninstall=1 ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "$self"; exit 0 ;;
    *) fail 2 "unknown: $1 (see --help)" ;;
  esac
  shift
done
[ "$(id -u)" = 0 ] || fail 77 "needs root: sudo deploy/install.sh"
command -v systemctl > /dev/null || fail 69 "there is no systemd here; docker-compose.yml needs none"
case $data in /*) ;; *) fail 2 "--data needs an absolute path, not $data" ;; esac
[[ $gpus =~ ^([0-9]+(,[0-9]+)*)?$ ]] || fail 2 "--gpus needs numbers such as 0,1, not $gpus"

if [ -n "$uninstall" ]; then
  say "stopping; workers end or give back their tasks first"
  systemctl stop virnucpro.target 'virnucpro-*' 2> /dev/null || true
  mapfile -t names < <(installed_units)
  systemctl disable --quiet virnucpro.target virnucpro-coordinator.service 2> /dev/null || true
  rm -rf "$units/virnucpro.target.wants"
  for name in "${names[@]}"; do rm -rf "${units:?}/$name" "$units/$name.d"; done
  rm -rf "$units"/virnucpro-gpu-worker@*.service.d
  if [ -e "$dropin" ]; then
    rm -f "$dropin" "$units/redis-repair-log.service"
    rmdir --ignore-fail-on-non-empty "$(dirname "$dropin")"
    say "redis-server runs on as it is until its next start, which will be without our settings"
  fi
  systemctl daemon-reload
  systemctl reset-failed 'virnucpro*' 2> /dev/null || true
  rm -f /etc/sysusers.d/virnucpro.conf /etc/tmpfiles.d/virnucpro.conf "$command"
  rm -rf "$program" "$settings" "${state[@]}"
  if id virnucpro > /dev/null 2>&1; then userdel virnucpro 2> /dev/null || say "the user virnucpro stays: it still runs something"; fi
  if getent group virnucpro > /dev/null; then groupdel virnucpro 2> /dev/null || true; fi
  say "removed; data folders were not touched"
  exit 0
fi

[ -z "$with_redis" ] || command -v redis-server > /dev/null || fail 69 "--with-redis: there is no redis-server; apt-get install redis-server"
if [ -n "$with_redis" ] && [ -s /var/lib/redis/dump.rdb ] && [ ! -e /var/lib/redis/appendonlydir ] && [ ! -e /var/lib/redis/appendonly.aof ]; then
  fail 73 "this Redis holds data (/var/lib/redis/dump.rdb) and no append-only file: starting it with one would forget that data.
Run \`redis-cli config set appendonly yes\` first, or use another Redis (redis = ... in $settings/virnucpro.toml)."
fi

say "program: $program"
new=$(mktemp -d /opt/.virnucpro.XXXXXX)
trap 'rm -rf "$new"' EXIT
deploy/dist "$new"
cp -r docs "$new/docs"
cp deploy/install.sh "$new/"
chmod 755 "$new"
rm -rf "$program"
mv "$new" "$program"
trap - EXIT
ln -sfn "$program/virnucpro" "$command"

say "user and units"
install -D -m 644 deploy/systemd/sysusers.conf /etc/sysusers.d/virnucpro.conf
systemd-sysusers /etc/sysusers.d/virnucpro.conf
install -m 644 deploy/systemd/virnucpro.target deploy/systemd/virnucpro-*.service "$units/"
if [ "$data" != /srv/virnucpro ]; then
  for name in virnucpro-coordinator.service virnucpro-gpu-worker@.service; do
    install -d "$units/$name.d"
    printf '[Service]\nReadWritePaths=-%s\n' "$data" > "$units/$name.d/data.conf"
  done
fi

install -d -m 755 "$settings"
put() { # put FILE MODE OWNER: from standard input, unless it is there
  if [ ! -e "$settings/$1" ]; then (umask 077 && cat > "$settings/$1") && chmod "$2" "$settings/$1" && chown "$3" "$settings/$1"; fi
}
put virnucpro.toml 644 root:root < <(sed "s#/srv/virnucpro#$data#g" deploy/systemd/virnucpro.toml.example)
put gpu-worker.env 644 root:root < deploy/systemd/gpu-worker.env.example
put coordinator.env 644 root:root < deploy/systemd/coordinator.env.example
put redis-password 640 root:virnucpro < <(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
if [ -n "$with_redis" ]; then
  put redis.conf 640 root:redis < <(cat deploy/redis/redis.conf && printf '\nrequirepass %s\n' "$(cat "$settings/redis-password")")
  install -m 644 deploy/systemd/redis-repair-log.service "$units/"
  install -D -m 644 deploy/systemd/redis-server.service.d/virnucpro.conf "$dropin"
fi
install -D -m 644 deploy/systemd/tmpfiles.conf /etc/tmpfiles.d/virnucpro.conf
systemd-tmpfiles --create /etc/tmpfiles.d/virnucpro.conf 2> /dev/null || true
[ -d "$data" ] || install -d -o virnucpro -g virnucpro -m 3770 "$data"

systemctl daemon-reload
systemctl enable --quiet virnucpro.target virnucpro-coordinator.service
if [ -n "$gpus" ]; then
  for gpu in ${gpus//,/ }; do systemctl enable --quiet "virnucpro-gpu-worker@$gpu.service"; done
fi
say "settings: $settings/virnucpro.toml; models belong into the folder that it names"
say "next: ${with_redis:+systemctl restart redis-server && }systemctl start virnucpro.target"
