-- Purpose: says where a run is.
-- KEYS: 1 meta of the run, hash.
-- ARGV: field ("message": in words, "sample": what the last poll measured), value.
-- Returns: DESCRIBED, or ABSENT.
-- A repeat writes the same value.
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'ABSENT' } end
redis.call('HDEL', KEYS[1], '') -- never refused, so that the next write is accepted even at maxmemory
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return { 'DESCRIBED' }
