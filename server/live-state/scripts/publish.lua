-- Replaces sections of the wall and tells the gateways, in one step, so that a snapshot and its version always agree.
-- KEYS[1] version, KEYS[2] sections, KEYS[3] asOf
-- ARGV[1] asOf (milliseconds), ARGV[2] channel, ARGV[3] message, ARGV[4..] section name, JSON, section name, JSON …
-- Returns the new version.
if #ARGV > 3 then redis.call('HSET', KEYS[2], unpack(ARGV, 4)) end
redis.call('SET', KEYS[3], ARGV[1])
local version = redis.call('INCR', KEYS[1])
redis.call('PUBLISH', ARGV[2], version .. ' ' .. ARGV[3])
return version
