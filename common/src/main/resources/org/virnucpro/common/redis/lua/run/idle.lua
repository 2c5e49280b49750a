-- Purpose: records why a worker has no task, as an event. The worker need not be a member: it may be one that cannot join.
-- KEYS: of the run.
-- ARGV: worker, name of this report, reason in words, how long it has been the reason in ms.
-- Returns: REPORTED, or CLOSED and the state of a run that is over or unknown.
-- A repeat finds the name of the worker's last report and writes nothing.
local worker, report = ARGV[1], ARGV[2]
if runState == 'ABSENT' or FINAL[runState] then return { 'CLOSED', runState } end
local field = 'idle:' .. worker
if call('HGET', META, field) ~= report then
  allowWrites()
  call('HSET', META, field, report)
  event('IDLE', '', worker, '', ARGV[3], 'ms', ARGV[4])
end
return { 'REPORTED' }
