-- Purpose: begins and ends memberships.
-- Guarantees: a worker's lease is taken back in the same step in which its incarnation ends. An incarnation that has ended
--   never joins again, so a late duplicate of its join cannot bring a dead worker back.
-- KEYS: of the run.
-- ARGV: JOIN, LEAVE (the attempt of a running task does not count) or LOST (it counts); worker; incarnation; and for
--   JOIN the worker's weight in thousandths.
-- Returns: BACK and the number of leases taken back.
-- A repeat finds the membership as wished and does nothing.
local change, worker, incarnation = ARGV[1], ARGV[2], ARGV[3]
local causes = { JOIN = 'its worker started anew', LEAVE = 'its worker left', LOST = 'its worker was lost' }
local current = call('HGET', MEMBERS, worker)
local departed = 'departed ' .. incarnation
if change == 'JOIN' then
  if runState == 'ABSENT' or FINAL[runState] or current == incarnation or current == departed then
    return { 'BACK', '0' }
  end
elseif current ~= incarnation then
  return { 'BACK', '0' }
end
allowWrites()
local back = 0
local held = call('HGET', HELD, worker)
if held then
  giveBack(held, causes[change], change ~= 'LEAVE')
  back = 1
end
call('HSET', MEMBERS, worker, change == 'JOIN' and incarnation or departed)
if change == 'JOIN' then call('HSET', COUNTS, 'weight:' .. worker, ARGV[4]) end
event(change, '', worker, '', incarnation)
return { 'BACK', int(back) }
