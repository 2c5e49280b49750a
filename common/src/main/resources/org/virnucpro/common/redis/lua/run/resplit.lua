-- Purpose: tells a broker that does not know a task that it was split at an earlier time of the run, as the plan on disk says.
-- KEYS: of the run.
-- ARGV: id of the parent; ids of its children, which follow the last task of the run.
-- Returns: SPLIT when the parent is split now; OTHER when the broker knows it otherwise, or the children are not the next tasks.
-- Refused at maxmemory before the first write.
-- A repeat finds the parent split.
local parent = ARGV[1]
if statusOf(parent) == SPLIT then return { 'SPLIT' } end
if runState ~= 'OPEN' and runState ~= 'PAUSED' or statusOf(parent) ~= 0 then return { 'OTHER' } end
local tasks = tonumber(call('HGET', META, 'tasks'))
if tonumber(parent) >= tasks then return { 'OTHER' } end
for i = 2, #ARGV do
  if ARGV[i] ~= int(tasks + i - 2) then return { 'OTHER' } end
end
setStatus(parent, SPLIT)
call('HSET', META, 'tasks', int(tasks + #ARGV - 1))
call('HINCRBY', COUNTS, 'submitted', 1)
call('HINCRBY', COUNTS, 'split', 1)
call('HINCRBY', COUNTS, 'resplit', 1)
event('SPLIT', parent, '+', '+', table.concat(ARGV, ' ', 2))
return { 'SPLIT' }
