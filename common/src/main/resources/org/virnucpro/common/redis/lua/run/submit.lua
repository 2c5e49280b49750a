-- Purpose: appends tasks to the queue of one worker, in order.
-- Guarantees: everything is checked before the first write, since Redis does not roll a failed script back.
-- KEYS: of the run; 15 the queue, a list.
-- ARGV: 1 the worker whose queue it is; 2.. elements, at most 500.
-- Returns: ADDED and the number of new tasks; BAD and the position of an element that is not one of this run;
--   or CLOSED and the state of a run that takes no tasks.
-- Refused at maxmemory before the first write.
-- A repeat finds the tasks known and skips them.
if runState ~= 'OPEN' and runState ~= 'PAUSED' then return { 'CLOSED', runState } end
local queue, home = KEYS[FIXED + 1], ARGV[1]
local tasks = tonumber(call('HGET', META, 'tasks'))
local fresh, seen, total = {}, {}, 0
local change = { 'BITFIELD', STATES }
for i = 2, #ARGV do
  local id, attempt, cost, sequences, _, longest, owner = parse(ARGV[i])
  if not id or owner ~= home or tonumber(id) >= tasks or #attempt > 3 or #cost > 12 or #sequences > 12
    or #longest > 12 then
    return { 'BAD', int(i - 1) }
  end
  if not seen[id] and statusOf(id) == 0 then
    seen[id] = true
    fresh[#fresh + 1] = ARGV[i]
    total = total + cost
    for _, word in ipairs({ 'SET', 'u8', '#' .. id, PENDING }) do change[#change + 1] = word end
  end
end
if #fresh > 0 then
  call(unpack(change))
  call('RPUSH', queue, unpack(fresh))
  local places, number = { 'BITFIELD', PLACES }, queueNumber(home)
  for id in pairs(seen) do
    for _, word in ipairs({ 'SET', 'u32', '#' .. id, number }) do places[#places + 1] = word end
  end
  call(unpack(places))
  call('HINCRBY', COSTS, home, int(total))
  call('HINCRBY', COUNTS, 'pending', #fresh)
  call('HINCRBY', COUNTS, 'submitted', #fresh)
  nudge()
end
return { 'ADDED', int(#fresh) }
