-- Purpose: makes a coordinator the owner of a run for a while, or renews that.
-- KEYS: 1 owner of the run, string.
-- ARGV: coordinator, lease in ms.
-- Returns: OWNED, or OTHER when another coordinator owns the run.
-- A repeat renews.
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return { 'OTHER' } end
redis.call('DEL', KEYS[1]) -- never refused, so that the next write is accepted even at maxmemory
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { 'OWNED' }
