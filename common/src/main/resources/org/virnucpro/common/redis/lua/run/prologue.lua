-- Prologue of every script of a run; RedisScript puts it in front of the script's own text.
-- KEYS 1 to 16 are the same in every script and share the hash slot of the run:
--   1 meta  hash    layout, state, planned (tasks at the beginning), tasks (those that came by splits included), lease_ms,
--                 attempts and losses (the budgets of a task), backoff_ms, ev_max, filling_ms (while queues are
--                 filled), "idle:W" (name of a worker's last report on why it has no task), "barrier": the start of the
--                 server that the run waits for, "server": the last one that it has passed (barrier.lua), and what the
--                 cluster registry keeps
--   2 st    string  u8 per task: TaskState code
--   3 tok   string  i64 per task: fencing token of its last take, 0 = never taken
--   4 lz    zset    task id -> lease deadline, ms of the server's clock
--   5 lh    hash    task id -> worker, newline, element
--   6 sl    hash    worker -> id of the task leased to it (at most one)
--   7 wi    hash    worker -> incarnation while it is a member, "draining INCARNATION" while it takes nothing new,
--                 "departed INCARNATION" afterwards; the queue of one that drains or has departed is open to all
--   8 cnt   hash    counters of the run, and of workers ("tasks:W", "seqs:W", "cost:W", "busy:W" in ms, "steal:W", "refused:W",
--                 "weight:W" in thousandths; "holds:W": bases of the longest record that W can hold, absent: any;
--                 "queue:W": the number of its queue, "queues": the last one given; "tombs:N": tombstones in queue N;
--                 "restored": tasks done by results of an earlier time of the run, which count for no worker)
--   9 rw    hash    worker -> cost of the tasks in its queue, ms; a worker with a queue has a field here
--  10 ev    stream  events
--  11 dead  list    cause, newline, element
--  12 rq    list    the shared retry list
--  13 big   zset    element -> bases of its longest record: tasks that the worker whose turn it was cannot hold, set aside
--                 so that they block nobody; they belong to the retry list
--  14 at    string  u32 per task: number of the worker's queue in which it is or has left a tombstone; 0 = in none
--  15 later zset    element -> ms of the server's clock from which on it may be taken again: tasks that wait for their next
--                 attempt; they belong to the retry list, and take.lua moves them there when their time has come
--  16 tries hash    task id -> "errors losses", then one line for each attempt that counted: "ms worker ERROR|LOSS cause"
-- An element is a task as text: "id attempt cost sequences level longest home payload"; longest: bases
-- of its longest record, see TaskElement.
local META, STATES, TOKENS, DEADLINES, LEASES, HELD = unpack(KEYS, 1, 6)
local MEMBERS, COUNTS, COSTS, EVENTS, DEAD, RETRY, ASIDE, PLACES, LATER, TRIES = unpack(KEYS, 7, 16)
local FIXED = 16 -- so many keys stand before the queues
local PENDING, LEASED, DONE, DIED, CANCELLED, SPLIT = 1, 2, 3, 4, 5, 6
local LONGEST_BACKOFF = 60000 -- ms
local FINAL = { CANCELLED = true, FINISHED = true, FAILED = true }
local LAYOUT = '3'
local call = redis.call
local layout = call('HGET', META, 'layout')
if layout and layout ~= LAYOUT then
  return redis.error_reply('VNPLAYOUT ' .. layout)
end

-- The state, which is as if paused while the barrier is up.
local function currentState()
  local known = call('HMGET', META, 'state', 'barrier')
  return known[1] == 'OPEN' and known[2] and 'PAUSED' or known[1] or 'ABSENT'
end
local runState = currentState()

local function int(number) return string.format('%.0f', number) end

local function clock() -- ms, us
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
end

-- BITFIELD_RO, because plain BITFIELD is refused at maxmemory even for reading.
local function statusOf(id) return call('BITFIELD_RO', STATES, 'GET', 'u8', '#' .. id)[1] end
local function tokenOf(id) return call('BITFIELD_RO', TOKENS, 'GET', 'i64', '#' .. id)[1] end
local function setStatus(id, status) call('BITFIELD', STATES, 'SET', 'u8', '#' .. id, status) end

local function placeOf(id) return call('BITFIELD_RO', PLACES, 'GET', 'u32', '#' .. id)[1] end
local function setPlace(id, number) call('BITFIELD', PLACES, 'SET', 'u32', '#' .. id, number) end

-- The number by which places name a worker's queue.
local function queueNumber(worker)
  local number = call('HGET', COUNTS, 'queue:' .. worker)
  if not number then
    number = call('HINCRBY', COUNTS, 'queues', 1)
    call('HSET', COUNTS, 'queue:' .. worker, number)
  end
  return number
end

-- Tasks in a worker's queue, tombstones not counted.
local cancelled
local function depthOf(worker, list)
  cancelled = cancelled or call('HGET', COUNTS, 'cancelled') or '0'
  local number = cancelled ~= '0' and call('HGET', COUNTS, 'queue:' .. worker)
  return call('LLEN', list) - (number and call('HGET', COUNTS, 'tombs:' .. number) or 0)
end

-- A first write that is never refused; Redis then accepts the later writes of the same script even at maxmemory.
local function allowWrites() call('HDEL', HELD, '') end

local function parse(element) -- id, attempt, cost, sequences, level, longest, home, payload
  return string.match(element, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (.+)$')
end

local function event(type, task, source, destination, reason, ...)
  call('XADD', EVENTS, 'MAXLEN', '~', call('HGET', META, 'ev_max') or '100000', '*',
    't', type, 'task', task, 'src', source, 'dst', destination, 'why', reason, ...)
end

-- Whether a worker with this entry in wi, which drains or has departed, leaves its queue to all.
local function isOpenToAll(membership) return string.find(membership, ' ', 1, true) end

-- Wakes idle workers when there is something to take; the channel is RedisKeys.NUDGE.
local function nudge()
  if currentState() == 'OPEN' and tonumber(call('HGET', COUNTS, 'pending') or 0) > 0 then
    call('PUBLISH', 'vnp:nudge', '')
  end
end

local function leaseOf(id) -- worker, element; nil when there is none
  return string.match(call('HGET', LEASES, id) or '', '^(%S+)\n(.*)$')
end

-- Takes the lease of a task away; its status is the caller's business.
local function unlease(id, worker)
  call('HDEL', LEASES, id)
  call('ZREM', DEADLINES, id)
  if call('HGET', HELD, worker) == id then call('HDEL', HELD, worker) end
  call('HINCRBY', COUNTS, 'leased', -1)
end

-- Time since the take of a task, ms: a token is the time of its take in us.
local function elapsedOf(id) return int(math.max(0, clock() - math.floor(tokenOf(id) / 1000))) end

-- Attempts of a task that counted: errors, losses, and the lines that tell of them.
local function triesOf(id)
  local errors, losses, lines = string.match(call('HGET', TRIES, id) or '0 0', '^(%d+) (%d+)(.*)$')
  return tonumber(errors), tonumber(losses), lines
end

-- How long a task waits that has failed so often: twice as long each time, up to a minute, a quarter more or less so that
-- tasks that failed together do not come back together; the same for the same attempt, so that nothing here is random.
local function backoff(id, attempt, times, first)
  if times < 1 then return 0 end
  local spread = (id * 7919 + attempt * 104729) % 1000 / 1000
  return math.floor(math.min(first * 2 ^ math.min(times - 1, 20), LONGEST_BACKOFF) * (0.75 + spread / 2))
end

-- Ends an attempt as ERROR (the task failed), LOSS (its worker was lost) or RELEASE (handed back cleanly: counts for
-- nothing). The task goes to the retry list, after an error or a second loss only when it has waited; or to the dead ones
-- when its errors or its losses are used up.
local function giveBack(id, cause, kind)
  local worker, element = leaseOf(id)
  if not worker then return 'DUPLICATE' end
  local _, attempt, cost, sequences, level, longest, home, payload = parse(element)
  local settings = call('HMGET', META, 'attempts', 'losses', 'backoff_ms', 'gone_ms')
  unlease(id, worker)
  local ms = clock()
  local errors, losses, lines = triesOf(id)
  local wait, outcome = 0, 'REQUEUED'
  if kind ~= 'RELEASE' then
    if kind == 'ERROR' then errors = errors + 1 else losses = losses + 1 end
    lines = lines .. '\n' .. table.concat({ int(ms), worker, kind, (string.gsub(cause, '\n', ' ')) }, ' ')
    call('HSET', TRIES, id, int(errors) .. ' ' .. int(losses) .. lines)
    wait = backoff(id, attempt, kind == 'ERROR' and errors or losses - 1, tonumber(settings[3]))
  end
  if errors >= tonumber(settings[1]) or losses >= tonumber(settings[2]) then
    outcome = 'DEAD'
    setStatus(id, DIED)
    call('RPUSH', DEAD, cause .. '\n' .. element)
    call('HINCRBY', COUNTS, 'dead', 1)
    event('DEAD', id, worker, '', cause, 'ms', elapsedOf(id))
  else
    if kind ~= 'RELEASE' then
      attempt = int(attempt + 1)
      call('HINCRBY', COUNTS, 'requeued', 1)
    end
    setStatus(id, PENDING)
    local again = table.concat({ id, attempt, cost, sequences, level, longest, home, payload }, ' ')
    if wait > 0 then
      call('ZADD', LATER, int(ms + wait), again)
    else
      call('RPUSH', RETRY, again)
    end
    call('HINCRBY', COUNTS, 'pending', 1)
    event('REQUEUE', id, worker, '+', cause, 'ms', elapsedOf(id))
  end
  if settings[4] then -- the run is finished and its keys expire: so must those that were made just now
    for _, key in ipairs({ RETRY, DEAD, LATER, TRIES }) do call('PEXPIREAT', key, settings[4]) end
  end
  return outcome
end

-- UNKNOWN and the names of all queues, unless ARGV gives them all from this position on.
local function unknownQueues(first)
  local given, all, missing = {}, {}, false
  for i = first, #ARGV do given[ARGV[i]] = true end
  for _, names in ipairs({ call('HKEYS', COSTS), call('HKEYS', MEMBERS) }) do
    for _, name in ipairs(names) do
      all[name] = true
      missing = missing or not given[name]
    end
  end
  if not missing then return nil end
  local reply = { 'UNKNOWN' }
  for name in pairs(all) do reply[#reply + 1] = name end
  return reply
end
