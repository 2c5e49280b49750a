-- Purpose: puts two or more smaller tasks in the place of a dead one.
-- Guarantees: the parent never runs again, and its children are queued in the same step, so the run cannot seem to be over
--   in between. The plan on disk must have the children before this call.
-- KEYS: of the run.
-- ARGV: id of the parent; its entry in the list of dead tasks; then per child: element, and 1 when it may be split further: it
--   then has one attempt left, so that isolating one record costs few workers; 0: it has all of them.
-- Returns: SPLIT and the number of children queued; OTHER when the parent is not dead; BAD and the position of a child that
--   cannot be queued; or CLOSED and the state of a run that takes no tasks.
-- A repeat finds the parent split and says SPLIT and 0.
local parent = ARGV[1]
if runState ~= 'OPEN' and runState ~= 'PAUSED' then return { 'CLOSED', runState } end
if statusOf(parent) == SPLIT then return { 'SPLIT', '0' } end
if statusOf(parent) ~= DIED then return { 'OTHER' } end
local settings = call('HMGET', META, 'planned', 'attempts', 'losses')
local ids = {}
for i = 3, #ARGV, 2 do
  local id, attempt, cost, sequences, _, longest = parse(ARGV[i])
  if not id or tonumber(id) < tonumber(settings[1]) or statusOf(id) ~= 0 or attempt ~= '1' or #cost > 12
    or #sequences > 12 or #longest > 12 then
    return { 'BAD', int((i - 1) / 2) }
  end
  ids[#ids + 1] = id
end
if call('LREM', DEAD, 1, ARGV[2]) == 0 then return { 'OTHER' } end
setStatus(parent, SPLIT)
call('HINCRBY', COUNTS, 'dead', -1)
call('HINCRBY', COUNTS, 'split', 1)
for i, id in ipairs(ids) do
  setStatus(id, PENDING)
  setPlace(id, 0)
  call('BITFIELD', TOKENS, 'SET', 'i64', '#' .. id, 0)
  if ARGV[2 + 2 * i] == '1' then call('HSET', TRIES, id, int(settings[2] - 1) .. ' ' .. int(settings[3] - 1)) end
  call('RPUSH', RETRY, ARGV[1 + 2 * i])
end
call('HINCRBY', META, 'tasks', #ids)
call('HINCRBY', COUNTS, 'pending', #ids)
call('HINCRBY', COUNTS, 'submitted', #ids)
event('SPLIT', parent, '+', '+', table.concat(ids, ' '))
nudge()
return { 'SPLIT', int(#ids) }
