-- Purpose: the task that a worker would probably take next. Writes nothing, promises nothing.
-- KEYS: of the run; 17 the worker's queue.
-- ARGV: the worker.
-- Returns: TASK and the element, or NONE.
if runState ~= 'OPEN' then return { 'NONE' } end
local holds = tonumber(call('HGET', COUNTS, 'holds:' .. ARGV[1]) or math.huge)
local aside = call('ZREVRANGEBYSCORE', ASIDE, holds == math.huge and '+inf' or int(holds), '-inf', 'LIMIT', 0, 1)[1]
for _, element in ipairs({ aside or '', call('LINDEX', RETRY, 0) or '', call('LINDEX', KEYS[FIXED + 1], 0) or '' }) do
  local id, _, _, _, _, bases = parse(element)
  if id and statusOf(id) == PENDING and tonumber(bases) <= holds then return { 'TASK', element } end
end
return { 'NONE' }
