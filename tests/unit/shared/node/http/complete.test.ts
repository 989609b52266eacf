import { expect, test } from 'vitest'
import { isComplete } from '../../../../../shared/node/http/complete.ts'

test.each<[string, boolean]>([
  ['<!DOCTYPE html><html><body>x</body></html>', true],
  ['<html>x</HTML >\n<!-- 0.02s -->', true],
  ['\ufeff\n<?xml version="1.0"?>\n<rss><channel></channel></rss>\n', true],
  ['<?xml version="1.0"?><!-- a --><feed xmlns="x"></feed>', true],
  ['<rdf:RDF xmlns:rdf="x"></rdf:RDF>', true],
  ['{"items":[]}', true],
  ['只是一句话', true],
  ['', true],
  ['<!DOCTYPE html><html><body>x</body>', false],
  ['<!DOCTYPE html><html><body>', false],
  ['<?xml version="1.0"?><rss><channel></channel>', false],
  ['<rss><channel><item>', false],
  ['{"items":[', false],
  ['[1,2', false],
])('%j is complete: %s', (text, complete) => { expect(isComplete(text)).toBe(complete) })
