-- Purpose: records tasks as done that this broker does not know and whose results are durable from an earlier time of the run:
--   another broker accepted them, or would have. What a broker knows it decides itself.
-- Guarantees: everything is checked before the first write, since Redis does not roll a failed script back.
-- KEYS: of the run.
-- ARGV: id, token, open frames and worker of each task, at most 250 tasks.
-- Returns: RESTORED and the number of tasks recorded by this call; BAD and the position of a task that is not one of this
--   run; or CLOSED and the state of a run that takes no tasks.
-- Refused at maxmemory before the first write.
-- A repeat finds the tasks known and skips them.
if runState ~= 'OPEN' and runState ~= 'PAUSED' then return { 'CLOSED', runState } end
local tasks = tonumber(call('HGET', META, 'tasks'))
for i = 1, #ARGV, 4 do
  local id, token, sequences = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if not string.match(id, '^%d+$') or tonumber(id) >= tasks or not string.match(token, '^%d+$') or #token > 16
    or not string.match(sequences, '^%d+$') or #sequences > 12 or not ARGV[i + 3] then
    return { 'BAD', int((i + 3) / 4) }
  end
end
local restored = 0
for i = 1, #ARGV, 4 do
  local id, token, sequences, worker = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if statusOf(id) == 0 then
    setStatus(id, DONE)
    call('BITFIELD', TOKENS, 'SET', 'i64', '#' .. id, token)
    event('RESTORE', id, worker, '', '', 'seq', sequences)
    restored = restored + 1
  end
end
if restored > 0 then
  call('HINCRBY', COUNTS, 'done', restored)
  call('HINCRBY', COUNTS, 'restored', restored)
  call('HINCRBY', COUNTS, 'submitted', restored)
end
return { 'RESTORED', int(restored) }
