-- Purpose: all queues of a run at one instant. Writes nothing.
-- KEYS: of the run; 13.. queues, in the order of ARGV.
-- ARGV: names of the workers whose queues are given.
-- Returns: state, server time in ms, planned tasks, depth of the retry list,
--   list of counters (name, value, ...), list of queues, list of leases; a queue is
--   (worker, value in wi or empty, depth, cost in ms, cost of the head in ms); a lease is (id, worker, deadline in ms,
--   cost in ms, time of the take in ms).
--   Or UNKNOWN and the names of all queues, when the caller did not give them all: call again with those.
local unknown = unknownQueues(1)
if unknown then return unknown end
local queues, leases = {}, {}
for i, name in ipairs(ARGV) do
  local list = KEYS[12 + i]
  local _, _, head = parse(call('LINDEX', list, 0) or '')
  queues[i] = { name, call('HGET', MEMBERS, name) or '', int(call('LLEN', list)),
    call('HGET', COSTS, name) or '0', head or '0' }
end
for _, id in ipairs(call('HKEYS', LEASES)) do
  local worker, element = leaseOf(id)
  local _, _, cost = parse(element)
  leases[#leases + 1] = { id, worker, call('ZSCORE', DEADLINES, id) or '0', cost, int(math.floor(tokenOf(id) / 1000)) }
end
return { runState, int((clock())), call('HGET', META, 'tasks') or '0', int(call('LLEN', RETRY)),
  call('HGETALL', COUNTS), queues, leases }
