-- Purpose: cancels tasks. A pending one leaves a tombstone in its list, which a take drops; the holder of a leased one
--   learns it from its next heartbeat or from the refused completion.
-- KEYS: of the run.
-- ARGV: ids, at most 500.
-- Returns: CANCELLED and the number of tasks cancelled by this call.
-- A repeat finds them cancelled.
local cancelled = 0
allowWrites()
for _, id in ipairs(ARGV) do
  local status = statusOf(id)
  if status == PENDING then
    call('HINCRBY', COUNTS, 'pending', -1)
    local place = placeOf(id)
    if place > 0 then call('HINCRBY', COUNTS, 'tombs:' .. place, 1) end
  elseif status == LEASED then
    unlease(id, (leaseOf(id)))
  end
  if status == PENDING or status == LEASED then
    setStatus(id, CANCELLED)
    call('HINCRBY', COUNTS, 'cancelled', 1)
    cancelled = cancelled + 1
  end
end
return { 'CANCELLED', int(cancelled) }
