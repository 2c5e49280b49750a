# Runs a redis-server that cannot outlive the process that started this script.
# Arguments: the server, its configuration file, its folder, then further folders; they are removed at the end.
# Standard input is a pipe held open by that process: its end of file means that the process closed it, or is gone.
# The line "keep" spares the further folders.
# Standard output belongs to the server alone afterwards, so its end of file means that the server has ended.
server=$1
configuration=$2
shift 2
"$server" "$configuration" </dev/null &
pid=$!
exec >/dev/null 2>&1
trap '' HUP INT QUIT TERM
while read -r word; do
  if [ "$word" = keep ]; then set -- "$1"; fi
done
kill -KILL "$pid" # nothing to save: what was acknowledged is with the kernel already if there is a log at all
wait "$pid"
rm -rf -- "$@"
