/** Trained models on disk: one file each, and a note of which one is in use. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DistrictPack } from '../shared/district.ts'
import { GiveUp, messageOf } from '../shared/errors.ts'
import type { Log } from '../shared/node/log.ts'
import { decodeModel, encodeModel } from './enrich/classify/encode.ts'
import { findMismatch, type TrainedModel } from './enrich/classify/trained.ts'

/** Milliseconds between two looks whether another model has been chosen. */
const lookEvery = 30_000
/** A file begins with the SHA-256 of the rest. */
const sumLength = 32

const choiceOf = (folder: string, district: string): string => join(folder, `${district}.current`)
const sum = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/**
 * Writes a model under a name of its own and then chooses it; whoever reads meanwhile finds the former one whole. Older models
 * stay: to go back to one is to write its name into `<district>.current`.
 * @returns the name of the file.
 */
export function saveModel(folder: string, model: TrainedModel): string {
  mkdirSync(folder, { recursive: true })
  const bytes = encodeModel(model)
  const digest = sum(bytes)
  const when = new Date(model.trainedAt).toISOString().replace(/[-:]|\.\d+/g, '')
  const name = `${model.district}-${when}-${digest.toString('hex').slice(0, 8)}.model`
  writeAtomically(join(folder, name), Buffer.concat([digest, bytes]))
  writeAtomically(choiceOf(folder, model.district), Buffer.from(`${name}\n`))
  return name
}

/**
 * The chosen model of a district; null when none has been chosen.
 * @throws GiveUp that says what is wrong with the file: gone, damaged, of another program or another taxonomy.
 */
export function loadModel(folder: string, pack: DistrictPack): { name: string; model: TrainedModel } | null {
  const chosen = readChoice(folder, pack.profile.code)
  if (chosen === null) return null
  const name = basename(chosen)
  try {
    const file = readFileSync(join(folder, name))
    const bytes = file.subarray(sumLength)
    if (!sum(bytes).equals(file.subarray(0, sumLength))) throw new Error('it is damaged')
    const model = decodeModel(bytes)
    const mismatch = findMismatch(model, pack)
    if (mismatch !== null) throw new Error(mismatch)
    return { name, model }
  } catch (error) {
    throw new GiveUp(`The model ${name} cannot be used: ${messageOf(error)}`)
  }
}

/**
 * Keeps the chosen model at hand and looks every half minute whether another has been chosen. What cannot be used is logged
 * once and the former model goes on serving, at the start none: the pack's own words then do.
 */
export function followModel(folder: string, pack: DistrictPack, log: Log): { find: () => TrainedModel | null; stop: () => void } {
  let model: TrainedModel | null = null
  let seen = Number.NaN
  const look = (): void => {
    const chosenAt = changedAt(choiceOf(folder, pack.profile.code))
    if (Object.is(chosenAt, seen)) return
    seen = chosenAt
    try {
      const loaded = loadModel(folder, pack)
      model = loaded?.model ?? null
      log.info({ model: loaded?.name ?? null }, loaded ? 'postings are understood by a trained model' : 'no trained model: the words of the district pack serve')
    } catch (error) {
      log.error({ error: messageOf(error) }, model ? 'a model cannot be used, the former one goes on' : 'a model cannot be used, the words of the district pack serve')
    }
  }
  look()
  const timer = setInterval(look, lookEvery)
  timer.unref()
  return { find: () => model, stop: () => { clearInterval(timer) } }
}

function readChoice(folder: string, district: string): string | null {
  try {
    return readFileSync(choiceOf(folder, district), 'utf8').trim() || null
  } catch {
    return null
  }
}

/** 0 where there is no file. */
const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function writeAtomically(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, bytes)
  renameSync(draft, path)
}
