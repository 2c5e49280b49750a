-- Purpose: begins and ends memberships.
-- Guarantees: a worker's lease is taken back in the same step in which its incarnation ends. An incarnation that has ended
--   never joins again, so a late duplicate of its join cannot bring a dead worker back.
-- KEYS: of the run.
-- ARGV: JOIN; DRAIN (it takes nothing new, keeps its lease, and its queue is open to all; a JOIN takes that back);
--   LEAVE (the attempt of a running task does not count); LOST (it counts as a loss, as it does when a JOIN finds an
--   earlier incarnation with a lease); or ABSENT (a worker that the plan gave a queue
--   and that never joined); worker; incarnation; and for JOIN the worker's weight in thousandths, and the bases of the
--   longest record that it can hold, empty for any.
-- Returns: BACK and the number of leases taken back.
-- A repeat finds the membership as wished and does nothing.
local change, worker, incarnation = ARGV[1], ARGV[2], ARGV[3]
local causes = { JOIN = 'its worker started anew', LEAVE = 'its worker left', LOST = 'its worker was lost' }
local current = call('HGET', MEMBERS, worker)
local departed, draining = 'departed ' .. incarnation, 'draining ' .. incarnation
local expected = not current and call('HEXISTS', COSTS, worker) == 1
local allowed
if change == 'JOIN' then
  allowed = runState ~= 'ABSENT' and not FINAL[runState] and current ~= incarnation and current ~= departed
elseif change == 'DRAIN' then
  allowed = current == incarnation or expected
elseif change == 'ABSENT' then
  allowed = expected
else
  allowed = current == incarnation or current == draining
end
if not allowed then return { 'BACK', '0' } end
allowWrites()
local back = 0
local held = call('HGET', HELD, worker)
if held and change ~= 'DRAIN' and not (change == 'JOIN' and current == draining) then
  giveBack(held, causes[change], change == 'LEAVE' and 'RELEASE' or 'LOSS')
  back = 1
end
call('HSET', MEMBERS, worker, change == 'JOIN' and incarnation or change == 'DRAIN' and draining or departed)
if change == 'JOIN' then
  call('HSET', COUNTS, 'weight:' .. worker, ARGV[4])
  call('HDEL', COUNTS, 'holds:' .. worker)
  if ARGV[5] ~= '' then call('HSET', COUNTS, 'holds:' .. worker, ARGV[5]) end
end
event(change == 'ABSENT' and 'LOST' or change, '', worker, '', incarnation)
if change ~= 'JOIN' or back > 0 then nudge() end
return { 'BACK', int(back) }
