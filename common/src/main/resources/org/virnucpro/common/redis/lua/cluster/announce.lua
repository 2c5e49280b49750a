-- Purpose: announces a worker or renews its announcement, stamped with the server's time.
-- KEYS: 1 vnp:workers, hash worker -> "ms incarnation asked json"; asked: drain, or - for nothing.
-- ARGV: worker, incarnation, json.
-- Returns: ANNOUNCED and what this incarnation is asked for. What an earlier one was asked for is forgotten.
-- A repeat only renews the time.
local time = redis.call('TIME')
local incarnation, asked = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+ (%S+) (%S+) ')
if incarnation ~= ARGV[2] then asked = '-' end
redis.call('HDEL', KEYS[1], '') -- never refused, so that the next write is accepted even at maxmemory
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  .. ' ' .. ARGV[2] .. ' ' .. asked .. ' ' .. ARGV[3])
return { 'ANNOUNCED', asked }
