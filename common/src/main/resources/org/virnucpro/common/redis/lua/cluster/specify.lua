-- Purpose: writes the specification of a new run, in state PLANNING. The list of runs is in another hash slot and is
--   written afterwards.
-- KEYS: 1 meta of the run, hash.
-- ARGV: layout number, specification as json, priority.
-- Returns: SPECIFIED, or OTHER when the run exists with another specification.
-- Refused at maxmemory before the first write.
-- A repeat finds the same specification and writes nothing.
local known = redis.call('HGET', KEYS[1], 'spec')
if known then return { known == ARGV[2] and 'SPECIFIED' or 'OTHER' } end
if redis.call('EXISTS', KEYS[1]) == 1 then return { 'OTHER' } end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'layout', ARGV[1], 'state', 'PLANNING', 'spec', ARGV[2], 'priority', ARGV[3],
  'submitted_ms', string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), 'message', '')
return { 'SPECIFIED' }
