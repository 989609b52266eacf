-- Applies the effects of a run of events, once: whoever comes with another idea of where the line stands is refused.
-- KEYS[1] applied   number of the last event applied
-- KEYS[2] version   counter of pushes
-- KEYS[3..]         keys that the effects name by their place among them (1 = KEYS[3])
-- ARGV[1] the number of the last event that the caller believes applied
-- ARGV[2] the number of the last event of this run
-- ARGV[3] effects as JSON: [[command, place of its key, argument …] …]
-- ARGV[4] channel, ARGV[5] message to publish ('' = none)
-- Returns {1, new version} when applied, {0, number last applied} when refused.
local applied = tonumber(redis.call('GET', KEYS[1]) or '0')
if applied ~= tonumber(ARGV[1]) then return {0, applied} end
for _, effect in ipairs(cjson.decode(ARGV[3])) do
  redis.call(effect[1], KEYS[effect[2] + 2], unpack(effect, 3))
end
redis.call('SET', KEYS[1], ARGV[2])
local version = tonumber(redis.call('GET', KEYS[2]) or '0')
if ARGV[5] ~= '' then
  version = redis.call('INCR', KEYS[2])
  redis.call('PUBLISH', ARGV[4], version .. ' ' .. ARGV[5])
end
return {1, version}
