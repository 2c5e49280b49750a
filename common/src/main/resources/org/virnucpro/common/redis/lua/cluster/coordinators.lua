-- Purpose: reads the live coordinators; announces one first when it is named.
-- KEYS: 1 vnp:coordinators, zset coordinator -> ms of the server's clock until which it counts as alive.
-- ARGV: none, or the coordinator and its lease in ms.
-- Returns: names of live coordinators.
-- A repeat renews.
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[1] then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', ms)) -- also a first write that is never refused
  redis.call('ZADD', KEYS[1], string.format('%.0f', ms + ARGV[2]), ARGV[1])
end
return redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.0f', ms), '+inf')
