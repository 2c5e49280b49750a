-- Purpose: ends a run: final state, message, and all its keys expire after the retention.
-- KEYS: of the run; 17.. its queues, in the order of ARGV.
-- ARGV: final state, message, retention in ms; then the names of the workers whose queues are given.
-- Returns: the state after the call, since a final state stays; or UNKNOWN and the names of all queues, when the caller
--   did not give them all: call again with those.
-- A repeat puts the expiry off by the time between the calls.
if runState == 'ABSENT' then return { runState } end
local unknown = unknownQueues(4)
if unknown then return unknown end
local state = FINAL[runState] and runState or ARGV[1]
local gone = int(clock() + ARGV[3])
allowWrites()
call('HSET', META, 'state', state, 'message', ARGV[2], 'gone_ms', gone)
for _, key in ipairs(KEYS) do call('PEXPIREAT', key, gone) end
return { state }
