-- Purpose: gives a leased task back.
-- KEYS: of the run.
-- ARGV: id, token, cause in words, BURN (the attempt counts as an error) or RELEASE (clean hand-back).
-- Returns: REQUEUED, DEAD, DUPLICATE when the task is not leased under this token any more, or FENCED.
-- A repeat finds the task not leased, or leased under another token.
local id, token = ARGV[1], ARGV[2]
if int(tokenOf(id)) ~= token then return { 'FENCED' } end
if statusOf(id) ~= LEASED then return { 'DUPLICATE' } end
local outcome = giveBack(id, ARGV[3], ARGV[4] == 'BURN' and 'ERROR' or 'RELEASE')
nudge()
return { outcome }
