-- Purpose: reads all announcements with the time by which to judge their age. Writes nothing.
-- KEYS: 1 vnp:workers, hash worker -> "ms incarnation asked json".
-- Returns: server time in ms, then the announcements.
local time = redis.call('TIME')
local reply = redis.call('HVALS', KEYS[1])
table.insert(reply, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return reply
