-- Purpose: says in words where a run is.
-- KEYS: 1 meta of the run, hash.
-- ARGV: the words.
-- Returns: DESCRIBED, or ABSENT.
-- A repeat writes the same words.
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'ABSENT' } end
redis.call('HDEL', KEYS[1], '') -- never refused, so that the next write is accepted even at maxmemory
redis.call('HSET', KEYS[1], 'message', ARGV[1])
return { 'DESCRIBED' }
