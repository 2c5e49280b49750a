-- Purpose: gives dead tasks all their attempts back and queues them again.
-- KEYS: of the run.
-- ARGV: entries of the list of dead tasks, at most 100.
-- Returns: RETRIED and the number of tasks queued again; or CLOSED and the state of the run, OVER when all of its tasks have
--   ended: its results are being merged.
-- A repeat finds the entries gone.
if runState ~= 'OPEN' and runState ~= 'PAUSED' then return { 'CLOSED', runState } end
local ended = 0
for _, count in ipairs(call('HMGET', COUNTS, 'done', 'dead', 'cancelled', 'split')) do ended = ended + (count or 0) end
if ended >= tonumber(call('HGET', META, 'tasks')) then return { 'CLOSED', 'OVER' } end
local retried = 0
for _, entry in ipairs(ARGV) do
  local id, _, cost, sequences, level, longest, home, payload = parse(string.match(entry, '([^\n]*)$'))
  if id and statusOf(id) == DIED and call('LREM', DEAD, 1, entry) == 1 then
    local _, _, lines = triesOf(id)
    call('HSET', TRIES, id, '0 0' .. lines)
    setStatus(id, PENDING)
    call('RPUSH', RETRY, table.concat({ id, '1', cost, sequences, level, longest, home, payload }, ' '))
    call('HINCRBY', COUNTS, 'dead', -1)
    call('HINCRBY', COUNTS, 'pending', 1)
    event('REVIVE', id, '', '+', 'all its attempts are given back')
    retried = retried + 1
  end
end
if retried > 0 then nudge() end
return { 'RETRIED', int(retried) }
