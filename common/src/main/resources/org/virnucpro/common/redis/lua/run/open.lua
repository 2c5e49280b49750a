-- Purpose: makes a run ready for its tasks and opens it.
-- KEYS: of the run.
-- ARGV: tasks, lease in ms, attempts, most events kept, all as decimal numbers.
-- Returns: OPEN with settings as given (whatever the state), or OTHER: the run has other settings.
-- Refused at maxmemory before the first write.
-- A repeat finds the settings and writes nothing; a run that was cancelled before it was planned stays so.
local known = call('HMGET', META, 'tasks', 'lease_ms', 'attempts')
if known[1] then
  local same = known[1] == ARGV[1] and known[2] == ARGV[2] and known[3] == ARGV[3]
  return { same and 'OPEN' or 'OTHER' }
end
if FINAL[runState] then return { 'OPEN' } end
call('HSET', META, 'layout', LAYOUT, 'tasks', ARGV[1], 'lease_ms', ARGV[2], 'attempts', ARGV[3], 'ev_max', ARGV[4])
local tasks = tonumber(ARGV[1])
if tasks > 0 then
  call('SETRANGE', STATES, tasks - 1, '\0')
  call('SETRANGE', TOKENS, int(tasks * 8 - 1), '\0')
  call('SETRANGE', PLACES, int(tasks * 4 - 1), '\0')
end
call('HSET', META, 'state', 'OPEN')
return { 'OPEN' }
