/** The stage's own certificate: voice gateways are always wss, so a client must be able to trust us. */
import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';
import type { Certificate } from './voice-contract.ts';

const DAY_MS = 86_400_000;

/**
 * A self-signed certificate for 127.0.0.1 and localhost with a key of its own, valid from a day ago for 30 days.
 * @param now milliseconds since the epoch
 */
export async function createCertificate(now: number): Promise<Certificate> {
  // A name of its own: of two trusted certificates with the same name OpenSSL looks at the first alone.
  const made = await generate([{ name: 'commonName', value: `Ragamala stage ${randomUUID()}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + 30 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certPem: made.cert, keyPem: made.private };
}
