/** Sealing of what must not be readable in the database: AES-256-GCM with a key that is kept elsewhere. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { GiveUp } from '../errors.ts'

const ivBytes = 12
const tagBytes = 16

/** A secret of any length becomes a key of 256 bits that serves this purpose only. */
const keyOf = (secret: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', 'tinghu sealed at rest', 32))

/**
 * Seals a text: nonce, tag, cipher.
 * @param place where it is stored (`320813/weibo.cn`): bytes that are moved to another place can't be opened there.
 */
export function seal(secret: string, place: string, text: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** @throws GiveUp, naming the place only, when the key is another or the bytes were changed. */
export function unseal(secret: string, place: string, bytes: Uint8Array): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    throw new GiveUp(`${place} 的密封内容打不开：密钥已更换或数据被改动`)
  }
}
