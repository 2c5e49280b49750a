-- Prologue of every script of a run; RedisScript puts it in front of the script's own text.
-- KEYS 1 to 12 are the same in every script and share the hash slot of the run:
--   1 meta  hash    layout, state, tasks, lease_ms, attempts, ev_max, and what the cluster registry keeps
--   2 st    string  u8 per task: TaskState code
--   3 tok   string  i64 per task: fencing token of its last take, 0 = never taken
--   4 lz    zset    task id -> lease deadline, ms of the server's clock
--   5 lh    hash    task id -> worker, newline, element
--   6 sl    hash    worker -> id of the task leased to it (at most one)
--   7 wi    hash    worker -> incarnation while it is a member, "departed INCARNATION" afterwards
--   8 cnt   hash    counters of the run, and of workers ("tasks:W", "seqs:W", "cost:W", "busy:W" in ms, "steal:W", "refused:W",
--                 and "weight:W" in thousandths)
--   9 rw    hash    worker -> cost of the tasks in its queue, ms; a worker with a queue has a field here
--  10 ev    stream  events
--  11 dead  list    cause, newline, element
--  12 rq    list    the shared retry list
-- An element is a task as text: "id attempt cost sequences level home payload", see TaskElement.
local META, STATES, TOKENS, DEADLINES, LEASES, HELD = unpack(KEYS, 1, 6)
local MEMBERS, COUNTS, COSTS, EVENTS, DEAD, RETRY = unpack(KEYS, 7, 12)
local PENDING, LEASED, DONE, DIED, CANCELLED = 1, 2, 3, 4, 5
local FINAL = { CANCELLED = true, FINISHED = true, FAILED = true }
local LAYOUT = '1'
local call = redis.call
local layout = call('HGET', META, 'layout')
if layout and layout ~= LAYOUT then
  return redis.error_reply('VNPLAYOUT ' .. layout)
end
local runState = call('HGET', META, 'state') or 'ABSENT'

local function int(number) return string.format('%.0f', number) end

local function clock() -- ms, us
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
end

-- BITFIELD_RO, because plain BITFIELD is refused at maxmemory even for reading.
local function statusOf(id) return call('BITFIELD_RO', STATES, 'GET', 'u8', '#' .. id)[1] end
local function tokenOf(id) return call('BITFIELD_RO', TOKENS, 'GET', 'i64', '#' .. id)[1] end
local function setStatus(id, status) call('BITFIELD', STATES, 'SET', 'u8', '#' .. id, status) end

-- A first write that is never refused; Redis then accepts the later writes of the same script even at maxmemory.
local function allowWrites() call('HDEL', HELD, '') end

local function parse(element) -- id, attempt, cost, sequences, level, home, payload
  return string.match(element, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (.+)$')
end

local function event(type, task, source, destination, reason, ...)
  call('XADD', EVENTS, 'MAXLEN', '~', call('HGET', META, 'ev_max') or '100000', '*',
    't', type, 'task', task, 'src', source, 'dst', destination, 'why', reason, ...)
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

-- Ends an attempt: the task goes to the retry list, or to the dead ones when attempts count and it was the last.
local function giveBack(id, cause, burn)
  local worker, element = leaseOf(id)
  if not worker then return 'DUPLICATE' end
  local _, attempt, cost, sequences, level, home, payload = parse(element)
  local settings = call('HMGET', META, 'attempts', 'gone_ms')
  unlease(id, worker)
  local outcome = 'REQUEUED'
  if burn and tonumber(attempt) >= tonumber(settings[1]) then
    outcome = 'DEAD'
    setStatus(id, DIED)
    call('RPUSH', DEAD, cause .. '\n' .. element)
    call('HINCRBY', COUNTS, 'dead', 1)
    event('DEAD', id, worker, '', cause)
  else
    if burn then
      attempt = int(attempt + 1)
      call('HINCRBY', COUNTS, 'requeued', 1)
    end
    setStatus(id, PENDING)
    call('RPUSH', RETRY, table.concat({ id, attempt, cost, sequences, level, home, payload }, ' '))
    call('HINCRBY', COUNTS, 'pending', 1)
    event('REQUEUE', id, worker, '+', cause)
  end
  if settings[2] then -- the run is finished and its keys expire: so must those that were made just now
    call('PEXPIREAT', RETRY, settings[2])
    call('PEXPIREAT', DEAD, settings[2])
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
