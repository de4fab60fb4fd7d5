/** Trusting the stage's certificate without touching what else is trusted. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/**
 * Every TLS connection this process opens from now on trusts the certificate as well, those of libraries included.
 * Another process is started with NODE_EXTRA_CA_CERTS=FILE instead, which Node reads once at its start.
 */
export function trustInProcess(certPem: string): void {
  setDefaultCACertificates([...getCACertificates('default'), certPem]);
}
