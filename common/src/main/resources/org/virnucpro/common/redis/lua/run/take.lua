-- Purpose: takes one task from the first list that gives one, and leases it; also the only way of stealing.
-- Guarantees: pop, lease, token, counters and event happen together or not at all; the conditions of a list are checked
--   in the same step; a worker holds at most one lease, and never a task with a longer record than it can hold: from the
--   queue of another member such a task is not taken, in any other list it is set aside so that those behind it are reached;
--   nothing is stolen while queues are still being filled.
-- KEYS: of the run; 17.. queues: first those over which the threshold is checked, then others that are tried.
-- ARGV: 1 worker, 2 incarnation, 3 minimum (0: no threshold), 4 factor, 5 difference, 6 number of queues for the threshold,
--   7 index into KEYS of the own queue, 8.. the owners of the queues for the threshold; then per list to try, in order:
--   origin (OWN RETRY DEPARTED STOLEN), index into KEYS, owner, maximal cost in ms, most further tasks to move to the own
--   queue, most cost of the taken and moved tasks in ms.
-- Returns: TASK, origin, token, element; EMPTY, 1 when a guard kept the caller off, and the ms until the next task that waits
--   for its next attempt may be taken, empty when there is none; CALLAGAIN after 200 tombstones
--   dropped and tasks set aside, so that a mass cancellation cannot block Redis; NOTOPEN and the state; or FENCED.
-- A repeat finds the lease of the first call and returns it with origin AGAIN and a renewed deadline.
local worker, incarnation = ARGV[1], ARGV[2]
local minimum, factor, difference = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if runState == 'ABSENT' then return { 'NOTOPEN', runState } end
local member = call('HGET', MEMBERS, worker)
local draining = member == 'draining ' .. incarnation
if member ~= incarnation and not draining then return { 'FENCED' } end
local ms, us = clock()
local deadline = int(ms + (call('HGET', META, 'lease_ms') or 0))
local held = call('HGET', HELD, worker)
if held then
  allowWrites()
  call('ZADD', DEADLINES, 'XX', 'GT', deadline, held)
  local _, element = leaseOf(held)
  return { 'TASK', 'AGAIN', int(tokenOf(held)), element }
end
if runState ~= 'OPEN' then return { 'NOTOPEN', runState } end
if draining then return { 'EMPTY', '0', '' } end

for _, element in ipairs(call('ZRANGEBYSCORE', LATER, '-inf', int(ms), 'LIMIT', 0, 100)) do
  call('ZREM', LATER, element)
  call('RPUSH', RETRY, element)
end

local holds = tonumber(call('HGET', COUNTS, 'holds:' .. worker) or math.huge)
local longest, shortest = 0, math.huge
for i = 1, minimum > 0 and ARGV[6] or 0 do
  local depth = depthOf(ARGV[7 + i], KEYS[FIXED + i])
  longest, shortest = math.max(longest, depth), math.min(shortest, depth)
end
local unequal = minimum == 0
  or longest >= minimum and (longest > factor * shortest or longest - shortest >= difference)

-- Queues are filled one after the other: an empty one may still get its tasks, and its owner needs no others. A coordinator
-- that has been silent for 2 s is not filling queues any more.
local filling = ms - (call('HGET', META, 'filling_ms') or 0) < 2000

local function stolen(id, owner)
  call('HINCRBY', COUNTS, 'steal', 1)
  call('HINCRBY', COUNTS, 'steal:' .. worker, 1)
  event('STEAL', id, owner, worker, '')
end

local function leaveQueue(id, owner, cost)
  call('HINCRBY', COSTS, owner, int(0 - cost)) -- not '-' .. cost: "-0" is an error
  setPlace(id, 0)
end

local function grant(element, id, cost, origin, owner)
  local token = int(math.max(tokenOf(id) + 1, us)) -- a clock, since a counter repeats itself when Redis loses its last second
  setStatus(id, LEASED)
  call('BITFIELD', TOKENS, 'SET', 'i64', '#' .. id, token)
  call('ZADD', DEADLINES, deadline, id)
  call('HSET', LEASES, id, worker .. '\n' .. element)
  call('HSET', HELD, worker, id)
  call('HINCRBY', COUNTS, 'pending', -1)
  call('HINCRBY', COUNTS, 'leased', 1)
  if origin ~= 'RETRY' then leaveQueue(id, owner, cost) end
  if origin == 'STOLEN' then
    stolen(id, owner)
  elseif origin == 'RETRY' then
    event('RETRY', id, '+', worker, '')
  elseif origin == 'DEPARTED' then
    event('ADOPT', id, owner, worker, '')
  end
  return { 'TASK', origin, token, element }
end

-- Moves further tasks of a victim to the own queue, the nearest to the head first.
local function moveFurther(list, owner, tasks, cost)
  if tasks == 0 then return end
  for _, element in ipairs(call('LRANGE', list, 0, 63)) do
    local id, _, own, _, _, bases = parse(element)
    if tasks > 0 and id and tonumber(own) <= cost and tonumber(bases) <= holds and statusOf(id) == PENDING then
      call('LREM', list, 1, element)
      call('RPUSH', KEYS[tonumber(ARGV[7])], element)
      leaveQueue(id, owner, own)
      call('HINCRBY', COSTS, worker, own)
      setPlace(id, queueNumber(worker))
      stolen(id, owner)
      tasks, cost = tasks - 1, cost - own
    end
  end
end

-- The costliest of the first 64 tasks that costs at most this and can be held; the nearest to the head among equals.
local function costliest(list, most)
  local best, bestCost = nil, -1
  for _, element in ipairs(call('LRANGE', list, 0, 63)) do
    local id, _, cost, _, _, bases = parse(element)
    cost = tonumber(cost)
    if id and cost <= most and cost > bestCost and tonumber(bases) <= holds and statusOf(id) == PENDING then
      best, bestCost = element, cost
    end
  end
  return best
end

-- The tombstone of a cancelled task, or damage.
local function bury(list, origin, owner, element, id, cost)
  call('LPOP', list)
  if not id then
    call('RPUSH', DEAD, 'damaged element\n' .. element)
  elseif origin ~= 'RETRY' then
    local place = placeOf(id)
    if place > 0 then call('HINCRBY', COUNTS, 'tombs:' .. place, -1) end
    leaveQueue(id, owner, cost)
  end
end

local told = false
local function setAside(list, origin, owner, element, id, cost, bases)
  call('LPOP', list)
  call('ZADD', ASIDE, bases, element)
  if origin ~= 'RETRY' then leaveQueue(id, owner, cost) end
  event('ASIDE', id, origin == 'RETRY' and '+' or owner, '+',
    'it has a record of ' .. bases .. ' bases, ' .. worker .. ' holds ' .. int(holds))
  if not told then nudge() end -- one that can hold it may wait
  told = true
end

-- The largest task set aside that the caller can hold.
local function fromAside()
  local element = call('ZREVRANGEBYSCORE', ASIDE, holds == math.huge and '+inf' or int(holds), '-inf', 'LIMIT', 0, 1)[1]
  if element then call('ZREM', ASIDE, element) end
  return element
end

local guarded, budget = false, 200
for i = 8 + ARGV[6], #ARGV, 6 do
  local origin, list, owner, most = ARGV[i], KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], tonumber(ARGV[i + 3])
  local further, batchCost = tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5])
  local membership = call('HGET', MEMBERS, owner)
  local departed = membership and isOpenToAll(membership)
  local element = call('LINDEX', list, 0)
  if origin == 'DEPARTED' and not departed then element = nil end
  if element and origin == 'STOLEN' and (filling or not unequal) then
    guarded = true
    element = nil
  end
  local ownersTurn = origin == 'STOLEN' and membership and not departed
  local aside = origin == 'RETRY' and fromAside()
  while aside do
    local id, _, cost = parse(aside)
    if statusOf(id) == PENDING then return grant(aside, id, cost, origin, owner) end
    budget = budget - 1
    if budget == 0 then return { 'CALLAGAIN' } end
    aside = fromAside()
  end
  while element do
    local id, _, cost, _, _, bases = parse(element)
    if not id or statusOf(id) ~= PENDING then
      bury(list, origin, owner, element, id, cost)
    elseif tonumber(bases) > holds and not ownersTurn then
      setAside(list, origin, owner, element, id, cost, bases)
    elseif tonumber(cost) <= most and tonumber(bases) <= holds then
      call('LPOP', list)
      moveFurther(list, owner, further, batchCost - cost)
      return grant(element, id, cost, origin, owner)
    else
      element = costliest(list, most)
      if element then
        call('LREM', list, 1, element)
        id, _, cost = parse(element)
        moveFurther(list, owner, further, batchCost - cost)
        return grant(element, id, cost, origin, owner)
      end
      guarded = true
      break
    end
    budget = budget - 1
    if budget == 0 then return { 'CALLAGAIN' } end
    element = call('LINDEX', list, 0)
  end
end
if guarded then
  allowWrites()
  call('HINCRBY', COUNTS, 'refused:' .. worker, 1)
end
local waiting = call('ZRANGE', LATER, 0, 0, 'WITHSCORES')
return { 'EMPTY', guarded and '1' or '0', waiting[2] and int(math.max(1, waiting[2] - ms)) or '' }
