-- Purpose: records a task as done.
-- KEYS: of the run.
-- ARGV: id, token, worker.
-- Returns: RECORDED; DUPLICATE when this very completion is recorded already; FENCED when the token is stale or the task
--   is not leased to that worker.
-- A repeat finds state and token and says DUPLICATE.
local id, token, worker = ARGV[1], ARGV[2], ARGV[3]
local status = statusOf(id)
if int(tokenOf(id)) ~= token then return { 'FENCED' } end
if status == DONE then return { 'DUPLICATE' } end
local holder, element = leaseOf(id)
if status ~= LEASED or holder ~= worker then return { 'FENCED' } end
local _, _, cost, sequences = parse(element)
local ms = clock()
unlease(id, worker)
setStatus(id, DONE)
call('HINCRBY', COUNTS, 'done', 1)
call('HINCRBY', COUNTS, 'tasks:' .. worker, 1)
call('HINCRBY', COUNTS, 'seqs:' .. worker, sequences)
call('HINCRBY', COUNTS, 'cost:' .. worker, cost)
local elapsed = math.max(0, ms - math.floor(token / 1000)) -- a token is the time of its take in us
call('HINCRBY', COUNTS, 'busy:' .. worker, int(elapsed))
event('DONE', id, worker, '', '', 'seq', sequences, 'ms', int(elapsed))
return { 'RECORDED' }
