-- Purpose: makes the queues of a damaged run agree again: forgets tasks that are pending in no list, or leased without a whole
--   lease, or dead without a cause; drops entries that belong to no pending task; counts everything anew. Then the barrier is
--   up, as after a start of the server: the coordinator sends all tasks again, and only then any is given out.
-- KEYS: of the run; 17.. its queues, in the order of ARGV.
-- ARGV: names of the workers whose queues are given.
-- Returns: REPAIRED, the number of entries dropped and of tasks forgotten; CLOSED and the state of a run that is over or not
--   known; or UNKNOWN and the names of all queues, when the caller did not give them all: call again with those.
-- Cost: reads the whole run in one step, and nobody else is served meanwhile: some seconds for a million tasks.
-- A repeat finds nothing to repair.
if runState == 'ABSENT' or FINAL[runState] then return { 'CLOSED', runState } end
local unknown = unknownQueues(1)
if unknown then return unknown end
allowWrites()
call('HDEL', META, 'server')
call('HSET', META, 'barrier', 'repair')
local tasks = tonumber(call('HGET', META, 'tasks') or 0)
local dropped, forgotten = 0, 0
local seen, places = {}, {}

local function status(id) return tonumber(id) < tasks and statusOf(id) or 0 end

local function isWanted(element) -- id, cost
  local id, _, cost = parse(element)
  if id and status(id) == PENDING and not seen[id] then
    seen[id] = true
    return id, cost
  end
  if not id or status(id) ~= CANCELLED then dropped = dropped + 1 end
end

local function rewrite(list, kept)
  call('DEL', list)
  for i = 1, #kept, 500 do call('RPUSH', list, unpack(kept, i, math.min(i + 499, #kept))) end
end

for i, name in ipairs(ARGV) do
  local list, kept, total = KEYS[FIXED + i], {}, 0
  for _, element in ipairs(call('LRANGE', list, 0, -1)) do
    local id, cost = isWanted(element)
    if id then
      kept[#kept + 1] = element
      total = total + cost
      places[id] = queueNumber(name)
    end
  end
  rewrite(list, kept)
  if #kept > 0 or call('HEXISTS', COSTS, name) == 1 then call('HSET', COSTS, name, int(total)) end
  local number = call('HGET', COUNTS, 'queue:' .. name)
  if number then call('HDEL', COUNTS, 'tombs:' .. number) end
end
local kept = {}
for _, element in ipairs(call('LRANGE', RETRY, 0, -1)) do
  if isWanted(element) then kept[#kept + 1] = element end
end
rewrite(RETRY, kept)
for _, set in ipairs({ ASIDE, LATER }) do
  for _, element in ipairs(call('ZRANGE', set, 0, -1)) do
    if not isWanted(element) then call('ZREM', set, element) end
  end
end

local whole = {}
for _, id in ipairs(call('HKEYS', LEASES)) do
  local worker, element = leaseOf(id)
  local member = worker and call('HGET', MEMBERS, worker)
  if worker and parse(element) == id and status(id) == LEASED and call('ZSCORE', DEADLINES, id)
    and call('HGET', HELD, worker) == id and member and string.sub(member, 1, 9) ~= 'departed ' then
    whole[id] = worker
  else
    call('HDEL', LEASES, id)
  end
end
for _, id in ipairs(call('ZRANGE', DEADLINES, 0, -1)) do
  if not whole[id] then call('ZREM', DEADLINES, id) end
end
for _, worker in ipairs(call('HKEYS', HELD)) do
  if whole[call('HGET', HELD, worker)] ~= worker then call('HDEL', HELD, worker) end
end

local dead, listed = {}, {}
for _, entry in ipairs(call('LRANGE', DEAD, 0, -1)) do
  local id = parse(string.match(entry, '([^\n]*)$'))
  if id and status(id) == DIED and not listed[id] then
    listed[id] = true
    dead[#dead + 1] = entry
  else
    dropped = dropped + 1
  end
end
rewrite(DEAD, dead)

local number = { [0] = 0, 0, 0, 0, 0, 0, 0 }
if tasks > 0 then call('SETRANGE', PLACES, 0, string.rep('\0', tasks * 4)) end
for i = 0, tasks - 1 do
  local id = int(i)
  local now = statusOf(id)
  if now == PENDING and not seen[id] or now == LEASED and not whole[id] or now == DIED and not listed[id] then
    setStatus(id, 0)
    call('HDEL', TRIES, id)
    forgotten = forgotten + 1
    now = 0
  end
  if places[id] then setPlace(id, places[id]) end
  number[now] = (number[now] or 0) + 1
end
local worked, stolen = 0, 0
local counters = call('HGETALL', COUNTS)
for i = 1, #counters, 2 do
  local name, value = counters[i], tonumber(counters[i + 1]) or 0
  if string.sub(name, 1, 6) == 'tasks:' then worked = worked + value end
  if string.sub(name, 1, 6) == 'steal:' then stolen = stolen + value end
end
call('HSET', COUNTS, 'pending', number[PENDING], 'leased', number[LEASED], 'done', number[DONE], 'dead', number[DIED],
  'cancelled', number[CANCELLED], 'split', number[SPLIT], 'submitted', int(tasks - number[0]),
  'restored', int(number[DONE] - worked), 'steal', int(stolen))
return { 'REPAIRED', int(dropped), int(forgotten) }
