-- What a client that joins now must know, read at one moment.
-- KEYS[1] version, KEYS[2] sections, KEYS[3] asOf, KEYS[4] latest
-- Returns {version, asOf, {section, JSON …}, {card JSON …}}.
return {
  redis.call('GET', KEYS[1]) or '0',
  redis.call('GET', KEYS[3]) or '0',
  redis.call('HGETALL', KEYS[2]),
  redis.call('LRANGE', KEYS[4], 0, 29),
}
