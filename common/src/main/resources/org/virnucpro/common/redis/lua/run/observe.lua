-- Purpose: all queues of a run at one instant. Writes nothing.
-- KEYS: of the run; 17.. queues, in the order of ARGV.
-- ARGV: names of the workers whose queues are given.
-- Returns: state, server time in ms, tasks (those that came by splits included), depth of the retry list,
--   list of counters (name, value, ...), list of queues, list of leases; a queue is
--   (worker, value in wi or empty, depth, cost in ms, cost of the head in ms, bases of the longest record that the worker
--   can hold or empty, the smallest longest record among the first 64 tasks: 0 when all workers hold any); a lease is
--   (id, worker, deadline in ms, cost in ms, time of the take in ms);
--   number of tasks set aside, how many of the 64 largest of them no member can hold, and the longest record of those.
--   Or UNKNOWN and the names of all queues, when the caller did not give them all: call again with those.
local unknown = unknownQueues(1)
if unknown then return unknown end
local queues, leases = {}, {}
local limits, limited, most = {}, false, 0
for _, name in ipairs(ARGV) do
  local member = call('HGET', MEMBERS, name)
  limits[name] = call('HGET', COUNTS, 'holds:' .. name) or nil
  limited = limited or limits[name]
  if member and not isOpenToAll(member) then most = math.max(most, limits[name] or math.huge) end
end

local function smallestOf(list)
  local smallest = math.huge
  for _, element in ipairs(limited and call('LRANGE', list, 0, 63) or {}) do
    local id, _, _, _, _, longest = parse(element)
    if id and statusOf(id) == PENDING then smallest = math.min(smallest, longest) end
  end
  return smallest == math.huge and 0 or smallest
end

for i, name in ipairs(ARGV) do
  local list = KEYS[FIXED + i]
  local _, _, head = parse(call('LINDEX', list, 0) or '')
  queues[i] = { name, call('HGET', MEMBERS, name) or '', int(depthOf(name, list)),
    call('HGET', COSTS, name) or '0', head or '0', limits[name] or '', int(smallestOf(list)) }
end
for _, id in ipairs(call('HKEYS', LEASES)) do
  local worker, element = leaseOf(id)
  local _, _, cost = parse(element)
  leases[#leases + 1] = { id, worker, call('ZSCORE', DEADLINES, id) or '0', cost, int(math.floor(tokenOf(id) / 1000)) }
end
local aside, stranded, largest = call('ZCARD', ASIDE), 0, 0
for _, element in ipairs(call('ZREVRANGE', ASIDE, 0, 63)) do
  local id, _, _, _, _, longest = parse(element)
  if tonumber(longest) > most and statusOf(id) == PENDING then
    stranded, largest = stranded + 1, math.max(largest, longest)
  end
end
return { runState, int((clock())), call('HGET', META, 'tasks') or '0', int(call('LLEN', RETRY) + aside + call('ZCARD', LATER)),
  call('HGETALL', COUNTS), queues, leases, int(aside), int(stranded), int(largest) }
