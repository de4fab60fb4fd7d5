/**
 * The CDN: files under signed URLs that expire, `/attachments/CHANNEL/FILE/NAME?ex=&is=&hm=` as Discord's.
 * `ex` and `is` are seconds since the epoch in hex, `hm` an HMAC over path and times.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CdnFault, createFaults, type Faults } from './faults.ts';
import type { StoredFile } from './world/state.ts';

const GONE = 'This content is no longer available.';
const ROOTS = ['/attachments/', '/ephemeral-attachments/'];

export interface Cdn {
  readonly faults: Faults<CdnFault>;
  url(file: StoredFile): string;
  /** Every URL given out for the file so far stops working, as after 24 hours. */
  expire(fileId: string): void;
  /** Whether a path is the CDN's. */
  serves(pathname: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

/**
 * @param o.lifetimeMs how long a URL works, 24 hours at Discord
 * @param o.key of the signatures @param o.origin known once the server listens
 */
export function createCdn(o: {
  now: () => number;
  key: string;
  lifetimeMs: number;
  origin: () => string;
  files: ReadonlyMap<string, StoredFile>;
  closed: AbortSignal;
}): Cdn {
  const faults = createFaults<CdnFault>();
  // A file's generation enters its signature, so that expiring it voids the URLs of before.
  const generations = new Map<string, number>();

  const sign = (pathname: string, fileId: string, ex: string, is: string): string =>
    createHmac('sha256', o.key)
      .update(`${pathname}\n${ex}\n${is}\n${generations.get(fileId) ?? 0}`)
      .digest('hex');

  const pathOf = (file: StoredFile) => `/${file.folder}/${file.id}/${encodeURIComponent(file.name)}`;

  /** The file, if the signature holds and the time has not come. */
  const lookUp = (url: URL): StoredFile | undefined => {
    const file = o.files.get(url.pathname.split('/').at(-2) ?? '');
    if (file === undefined || url.pathname !== pathOf(file)) return undefined;
    const [ex, is, hm] = ['ex', 'is', 'hm'].map((name) => url.searchParams.get(name) ?? '');
    const right = Buffer.from(sign(url.pathname, file.id, ex ?? '', is ?? ''));
    const given = Buffer.from(hm ?? '');
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return o.now() < Number.parseInt(ex ?? '', 16) * 1_000 ? file : undefined;
  };

  return {
    faults,
    url(file) {
      const is = Math.floor(o.now() / 1_000).toString(16);
      const ex = Math.floor((o.now() + o.lifetimeMs) / 1_000).toString(16);
      const path = pathOf(file);
      return `${o.origin()}${path}?ex=${ex}&is=${is}&hm=${sign(path, file.id, ex, is)}&`;
    },
    expire(fileId) {
      generations.set(fileId, (generations.get(fileId) ?? 0) + 1);
    },
    serves: (pathname) => ROOTS.some((root) => pathname.startsWith(root)),
    async handle(request, response, url) {
      const fault = faults.strike(request.method ?? 'GET', url.pathname);
      if (fault?.kind === 'delay') await sleep(fault.ms, undefined, { signal: o.closed });
      const file = lookUp(url);
      if (file === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain;charset=UTF-8' }).end(GONE);
        return;
      }
      const headers = {
        'content-type': file.contentType ?? 'application/octet-stream',
        'cache-control': 'public, max-age=31536000',
        'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"`,
        'x-content-type-options': 'nosniff',
      };
      const whole = { ...headers, 'content-length': file.bytes.length };
      if (request.method === 'HEAD') response.writeHead(200, whole).end();
      else if (fault === undefined || fault.kind === 'delay') response.writeHead(200, whole).end(file.bytes);
      else misbehave(fault, file, headers, request, response);
    },
  };
}

function misbehave(
  fault: Exclude<CdnFault, { kind: 'delay' }>,
  file: StoredFile,
  headers: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { length } = file.bytes;
  switch (fault.kind) {
    case 'drop':
      request.socket.destroy();
      return;
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/plain' }).end('The stage was told to fail.');
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'truncate':
      response.writeHead(200, { ...headers, 'content-length': length });
      response.write(file.bytes.subarray(0, fault.bytes), () => request.socket.destroy());
      return;
    case 'wrong-length': {
      const claimed = Math.max(0, length + fault.difference);
      response.strictContentLength = false;
      response.writeHead(200, { ...headers, 'content-length': claimed });
      response.write(file.bytes.subarray(0, claimed));
      if (claimed <= length) response.end();
      return;
    }
    case 'endless': {
      response.writeHead(200, headers);
      const block = Buffer.alloc(65_536);
      const more = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
      return;
    }
  }
}
