import type { Attachments } from '../commands/context.ts';
import { AppError, messageOf } from '../errors.ts';

/** Discord serves attachments from these, over https. */
const CDN_HOSTS: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net'];

/**
 * @param o.apiBase base URL of Discord's API; attachments on its origin are fetched too (another server of the protocol)
 * @param o.maxBytes the largest body that is read; one byte more ends the download
 * @param o.timeoutMs limit of the whole download
 */
export function createAttachments(o: { apiBase: string; maxBytes: number; timeoutMs?: number }): Attachments {
  const { maxBytes, timeoutMs = 20_000 } = o;
  const apiOrigin = new URL(o.apiBase).origin;

  return {
    async download(text, { signal } = {}) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || !isAllowed(url, apiOrigin)) {
        throw new AppError('photo.host_refused', { host: url?.host ?? '?' });
      }
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, {
          redirect: 'manual',
          signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        });
        return await readBody(response, maxBytes);
      } catch (error) {
        if (error instanceof AppError) throw error;
        const reason = limit.aborted ? 'timeout' : messageOf(error);
        throw new AppError('photo.download_failed', { reason }, { cause: error });
      }
    },
  };
}

function isAllowed(url: URL, apiOrigin: string): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === apiOrigin) return true;
  return url.protocol === 'https:' && url.port === '' && CDN_HOSTS.includes(url.hostname);
}

/** Reads at most `limit` bytes, whatever Content-Length says. The body is cancelled when it is not wanted. */
async function readBody(response: Response, limit: number): Promise<Uint8Array> {
  const refuse = async (error: AppError): Promise<never> => {
    await response.body?.cancel().catch(() => undefined);
    throw error;
  };
  // Discord answers 404 to a link that has expired, other stores 403 or 410.
  if ([403, 404, 410].includes(response.status)) {
    return refuse(new AppError('photo.url_expired', { status: response.status }));
  }
  if (!response.ok)
    return refuse(new AppError('photo.download_failed', { reason: `HTTP ${response.status}` }));

  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > limit) return refuse(new AppError('photo.too_large', { bytes: announced, limit }));
  if (response.body === null) return new Uint8Array();

  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (bytes > limit) throw new AppError('photo.too_large', { bytes, limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
