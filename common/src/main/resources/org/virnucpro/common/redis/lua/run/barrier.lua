-- Purpose: gives out no task between a start of the server and the moment when its log is whole and the tasks are known
--   again. A pause by a person is another thing: it stays when the barrier is lifted, and the other way round.
-- KEYS: of the run.
-- ARGV: RAISE; or LIFT and the start of the server (run_id of INFO) for which log and tasks are whole.
-- Returns: UP; or DOWN when the run has passed the barrier of this start, is over, or is not known.
-- A repeat, also by another coordinator, finds the barrier up or down. One that a dead coordinator has left up is seen by the
--   next one, since RAISE answers UP again. A server that has started anew in between does not accept an old LIFT.
if runState == 'ABSENT' or FINAL[runState] then return { 'DOWN' } end
local start = string.match(call('INFO', 'server'), 'run_id:(%x+)')
local known = call('HMGET', META, 'barrier', 'server')
if known[2] == start then return { 'DOWN' } end
if ARGV[1] == 'LIFT' and ARGV[2] == start then
  allowWrites()
  call('HDEL', META, 'barrier')
  call('HSET', META, 'server', start)
  nudge()
  return { 'DOWN' }
end
if known[1] ~= start then
  allowWrites()
  call('HSET', META, 'barrier', start)
end
return { 'UP' }
