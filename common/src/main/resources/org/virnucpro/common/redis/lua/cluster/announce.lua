-- Purpose: announces a worker or renews its announcement, stamped with the server's time.
-- KEYS: 1 vnp:workers, hash worker -> "ms incarnation json".
-- ARGV: worker, incarnation, json.
-- Returns: ANNOUNCED.
-- A repeat only renews the time.
local time = redis.call('TIME')
redis.call('HDEL', KEYS[1], '') -- never refused, so that the next write is accepted even at maxmemory
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
return { 'ANNOUNCED' }
