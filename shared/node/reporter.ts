/** The keyed hash by which one reporter is told from another: enough to see who repeats, too little to find anybody. */
import { createHmac } from 'node:crypto'

/**
 * HMAC-SHA256 of an identity, shortened to 64 bits (16 hex characters): two of a million reporters share a value with a
 * chance of about 1 in 40 million. Without the key a phone number cannot be found by trying all of them; whoever holds
 * both key and database can, so the two are kept apart (see secrets.ts).
 * @param key the installation's reporter key.
 * @param identity `phone:13800000000`, or `<source>:<name>` for names that mean something in one place only, so that a person is
 *   never followed from one channel to another.
 */
export function hashReporter(key: string, identity: string): string {
  return createHmac('sha256', key).update(identity.normalize('NFKC').trim()).digest('hex').slice(0, 16)
}
