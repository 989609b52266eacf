/** The Ed25519 keys of bundles: the crawlers' side signs with a private key of its own, the server trusts public keys by their text. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { Fatal } from '../../errors.ts'

/** Makes a private key, as PEM. */
export const makePrivateKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** @throws Fatal when the text holds no Ed25519 key. */
export function readPrivateKey(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without the key's text.
  }
  throw new Fatal(`${path} holds no Ed25519 key. Restore it from a backup, or remove it: a new key must then be added to BUNDLE_KEYS on the server's side.`)
}

/** The public half as people copy it: 43 characters of base64url. */
export const publicKeyText = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x!

/** Public keys by their text. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>

/**
 * Reads the setting BUNDLE_KEYS: public keys, separated by commas.
 * @throws Fatal when there is none, or naming the one that is no key.
 */
export function readTrustedKeys(setting: string | null): TrustedKeys {
  const texts = (setting ?? '').split(',').map((text) => text.trim()).filter((text) => text !== '')
  if (texts.length === 0) {
    throw new Fatal('BUNDLE_KEYS is not set: without a key no bundle is believed. It is in public-key.txt of the crawlers\' bundle folder')
  }
  return new Map(texts.map((text) => [text, readPublicKey(text)]))
}

function readPublicKey(text: string): KeyObject {
  try {
    if (/^[\w-]{43}$/.test(text)) return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' })
  } catch {
    // Said below.
  }
  throw new Fatal(`BUNDLE_KEYS: “${text.slice(0, 60)}” is no public key; it is the line in public-key.txt of the crawlers' bundle folder`)
}
