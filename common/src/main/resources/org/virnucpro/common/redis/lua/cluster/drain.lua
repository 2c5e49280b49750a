-- Purpose: asks one incarnation of a worker to leave, or takes that back, and wakes it.
-- Guarantees: the request stays with the announcement, so a worker that misses the message reads it with its next renewal;
--   a later start of the same name never sees it.
-- KEYS: 1 vnp:workers, hash worker -> "ms incarnation asked json"; asked: drain, or - for nothing.
-- ARGV: worker, incarnation, what it is asked for, channel on which it listens.
-- Returns: ASKED, or OTHER when this incarnation is not announced.
-- A repeat writes the same and wakes again.
local announced = redis.call('HGET', KEYS[1], ARGV[1]) or ''
local ms, incarnation, json = string.match(announced, '^(%d+) (%S+) %S+ (.*)$')
if incarnation ~= ARGV[2] then return { 'OTHER' } end
redis.call('HDEL', KEYS[1], '') -- never refused, so that the next write is accepted even at maxmemory
redis.call('HSET', KEYS[1], ARGV[1], ms .. ' ' .. incarnation .. ' ' .. ARGV[3] .. ' ' .. json)
redis.call('PUBLISH', ARGV[4], ARGV[1])
return { 'ASKED' }
