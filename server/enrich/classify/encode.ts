/** Writes a trained model as bytes and reads it back: JSON, with the arrays of numbers in full behind it. */
import { modelFormat, type TrainedModel } from './trained.ts'

const kinds = { Float32Array, Float64Array, Uint32Array } as const
type Kind = keyof typeof kinds
interface Reference { array: Kind; at: number; length: number }

/** Every array begins at a multiple of this, as its kind wants it. */
const alignment = 8

export function encodeModel(model: TrainedModel): Uint8Array {
  const arrays: { bytes: Uint8Array; at: number }[] = []
  let end = 0
  const json = JSON.stringify(model, (_, value: unknown) => {
    const array = (Object.keys(kinds) as Kind[]).find((kind) => value instanceof kinds[kind])
    if (array === undefined) return value
    const numbers = value as InstanceType<(typeof kinds)[Kind]>
    const reference: Reference = { array, at: end, length: numbers.length }
    arrays.push({ bytes: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at: end })
    end += aligned(numbers.byteLength)
    return reference
  })
  const head = new TextEncoder().encode(json)
  const from = alignment + aligned(head.length)
  const bytes = new Uint8Array(from + end)
  new DataView(bytes.buffer).setUint32(0, head.length)
  bytes.set(head, alignment)
  for (const { bytes: own, at } of arrays) bytes.set(own, from + at)
  return bytes
}

/** @throws Error where the bytes are no model of a form that this program reads; whether they are whole is for the caller to know. */
export function decodeModel(bytes: Uint8Array): TrainedModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(0)
  const from = alignment + aligned(length)
  const model = JSON.parse(new TextDecoder().decode(bytes.subarray(alignment, alignment + length)), (_, value: unknown) => {
    if (!isReference(value)) return value
    const kind = kinds[value.array]
    const start = from + value.at
    const copy = new Uint8Array(value.length * kind.BYTES_PER_ELEMENT)
    copy.set(bytes.subarray(start, start + copy.length))
    return new kind(copy.buffer)
  }) as Partial<TrainedModel>
  if (model.format !== modelFormat) throw new Error(`the model is of form ${String(model.format)}, this program reads form ${modelFormat}`)
  return model as TrainedModel
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'array' in value && typeof value.array === 'string' && Object.hasOwn(kinds, value.array)
}

const aligned = (length: number): number => Math.ceil(length / alignment) * alignment
