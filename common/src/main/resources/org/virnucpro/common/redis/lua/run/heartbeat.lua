-- Purpose: renews leases. A lease past its deadline that nobody has reaped yet is still valid.
-- KEYS: of the run.
-- ARGV: worker, incarnation; then id and token of every lease that the worker believes to hold.
-- Returns: the state of the run and the ids that are not leased to the caller any more; or FENCED.
-- A repeat only moves deadlines on.
local member = call('HGET', MEMBERS, ARGV[1])
if runState ~= 'ABSENT' and member ~= ARGV[2] and member ~= 'draining ' .. ARGV[2] then return { 'FENCED' } end
local deadline = int(clock() + (call('HGET', META, 'lease_ms') or 0))
local reply = { runState }
allowWrites()
for i = 3, #ARGV, 2 do
  local id = ARGV[i]
  if statusOf(id) == LEASED and int(tokenOf(id)) == ARGV[i + 1] then
    call('ZADD', DEADLINES, 'XX', 'GT', deadline, id)
  else
    reply[#reply + 1] = id
  end
end
return reply
