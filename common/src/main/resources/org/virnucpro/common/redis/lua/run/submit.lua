-- Purpose: appends tasks to the queue of one worker, in order.
-- Guarantees: everything is checked before the first write, since Redis does not roll a failed script back.
-- KEYS: of the run; 17 the queue, a list.
-- ARGV: 1 the worker whose queue it is; 2 MORE when other queues are still to be filled, so that nobody steals meanwhile,
--   else LAST; 3.. elements, at most 500, or none.
-- Returns: ADDED and the number of new tasks; BAD and the position of an element that is not one of this run;
--   or CLOSED and the state of a run that takes no tasks.
-- Refused at maxmemory before the first write.
-- A repeat finds the tasks known and skips them.
if runState ~= 'OPEN' and runState ~= 'PAUSED' then return { 'CLOSED', runState } end
local queue, home, more = KEYS[FIXED + 1], ARGV[1], ARGV[2] == 'MORE'
local tasks = tonumber(call('HGET', META, 'tasks'))
local fresh, seen, total = {}, {}, 0
local change = { 'BITFIELD', STATES }
for i = 3, #ARGV do
  local id, attempt, cost, sequences, _, longest, owner = parse(ARGV[i])
  if not id or owner ~= home or tonumber(id) >= tasks or #attempt > 3 or #cost > 12 or #sequences > 12
    or #longest > 12 then
    return { 'BAD', int(i - 2) }
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
  if more then call('HSET', META, 'filling_ms', int(clock())) end
end
local wasFilling = not more and call('HDEL', META, 'filling_ms') == 1
if #fresh > 0 or wasFilling then nudge() end
return { 'ADDED', int(#fresh) }
