-- Purpose: takes the announcement of one incarnation of a worker back.
-- KEYS: 1 vnp:workers, hash worker -> "ms incarnation asked json".
-- ARGV: worker, incarnation.
-- Returns: WITHDRAWN, or OTHER when there is none of this incarnation.
-- A repeat finds none.
local announced = redis.call('HGET', KEYS[1], ARGV[1])
if not announced or string.match(announced, '^%d+ (%S+) ') ~= ARGV[2] then return { 'OTHER' } end
redis.call('HDEL', KEYS[1], ARGV[1])
return { 'WITHDRAWN' }
