-- Purpose: makes a run ready for its tasks and opens it.
-- KEYS: of the run.
-- ARGV: tasks, lease in ms, errors that a task may have, workers that it may lose, first wait after an error in ms, most
--   events kept, all as decimal numbers.
-- Returns: OPEN with settings as given (whatever the state), or OTHER: the run has other settings.
-- Refused at maxmemory before the first write.
-- A repeat finds the settings and writes nothing; a run that was cancelled before it was planned stays so.
local SETTINGS = { 'planned', 'lease_ms', 'attempts', 'losses', 'backoff_ms' }
local known = call('HMGET', META, unpack(SETTINGS))
if known[1] then
  for i = 1, #SETTINGS do
    if known[i] ~= ARGV[i] then return { 'OTHER' } end
  end
  return { 'OPEN' }
end
if FINAL[runState] then return { 'OPEN' } end
call('HSET', META, 'layout', LAYOUT, 'planned', ARGV[1], 'tasks', ARGV[1], 'lease_ms', ARGV[2], 'attempts', ARGV[3],
  'losses', ARGV[4], 'backoff_ms', ARGV[5], 'ev_max', ARGV[6])
local tasks = tonumber(ARGV[1])
if tasks > 0 then
  call('SETRANGE', STATES, tasks - 1, '\0')
  call('SETRANGE', TOKENS, int(tasks * 8 - 1), '\0')
  call('SETRANGE', PLACES, int(tasks * 4 - 1), '\0')
end
call('HSET', META, 'state', 'OPEN')
return { 'OPEN' }
