-- Purpose: queues tasks with expired leases again, or declares them dead: each is a lost worker to its task. Anybody may call it.
-- KEYS: of the run.
-- ARGV: most leases to end in this call.
-- Returns: REAPED and the number of leases ended.
-- A repeat finds no expired lease, or the next ones.
local ids = call('ZRANGEBYSCORE', DEADLINES, '-inf', '(' .. int((clock())), 'LIMIT', 0, ARGV[1])
for _, id in ipairs(ids) do giveBack(id, 'lease expired', 'LOSS') end
if #ids > 0 then nudge() end
return { 'REAPED', int(#ids) }
