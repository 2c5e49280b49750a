-- Purpose: reads or changes the state of a run. Final states stay, and only open.lua opens a run that is being planned.
-- KEYS: of the run.
-- ARGV: 1 the new state; none: read only.
-- Returns: the state after the call.
-- A repeat finds the state.
local wanted = ARGV[1]
if not wanted or runState == 'ABSENT' or FINAL[runState] then return { runState } end
if not FINAL[wanted] and call('HEXISTS', META, 'tasks') == 0 then return { runState } end
allowWrites()
call('HSET', META, 'state', wanted)
nudge()
return { wanted }
