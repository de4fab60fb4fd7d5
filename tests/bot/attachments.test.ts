import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAttachments } from '../../src/bot/attachments.ts';
import { AppError } from '../../src/errors.ts';

const LIMIT = 1_000;

describe('downloading an attachment', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const download = (origin: string, path = '/attachments/1/2/me.jpg', timeoutMs = 5_000) =>
    createAttachments({ apiBase: `${origin}/api`, maxBytes: LIMIT, timeoutMs }).download(`${origin}${path}`);
  const failure = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof AppError)) throw new Error(`expected an AppError, received ${String(error)}`);
    return { code: error.code, ...error.context };
  };

  it('gives the bytes', async () => {
    const origin = await serve((_request, response) => response.end(Buffer.alloc(LIMIT, 7)));
    expect(Buffer.from(await download(origin))).toEqual(Buffer.alloc(LIMIT, 7));
  });

  it('gives no bytes for an empty file', async () => {
    const origin = await serve((_request, response) => response.end());
    expect((await download(origin)).length).toBe(0);
  });

  it.each([404, 403, 410])('says that a link has expired (%i)', async (status) => {
    const origin = await serve((_request, response) => response.writeHead(status).end('gone'));
    expect(await failure(download(origin))).toEqual({ code: 'photo.url_expired', status });
  });

  it('refuses by Content-Length before it reads', async () => {
    let sent = 0;
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 50_000_000 });
      response.write(Buffer.alloc(10), () => {
        sent += 1;
      });
    });
    expect(await failure(download(origin))).toEqual({
      code: 'photo.too_large',
      bytes: 50_000_000,
      limit: LIMIT,
    });
    expect(sent).toBeLessThanOrEqual(1);
  });

  it('stops a body without end or length at the limit', async () => {
    let written = 0;
    const origin = await serve((request, response) => {
      const more = (): void => {
        if (request.destroyed || response.destroyed) return;
        written += 1;
        response.write(Buffer.alloc(500), () => setTimeout(more, 1));
      };
      more();
    });
    expect((await failure(download(origin))).code).toBe('photo.too_large');
    const at = written;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written - at).toBeLessThan(20);
  });

  it('says that a body was cut off', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write(Buffer.alloc(100), () => response.destroy());
    });
    expect((await failure(download(origin))).code).toBe('photo.download_failed');
  });

  it('follows no redirect', async () => {
    let visited = false;
    const elsewhere = await serve((_request, response) => {
      visited = true;
      response.end('secret');
    });
    const origin = await serve((_request, response) =>
      response.writeHead(302, { location: `${elsewhere}/secret` }).end(),
    );
    expect(await failure(download(origin))).toEqual({ code: 'photo.download_failed', reason: 'HTTP 302' });
    expect(visited).toBe(false);
  });

  it('gives up after its time', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200);
      response.write('slow');
    });
    expect(await failure(download(origin, '/a.jpg', 100))).toEqual({
      code: 'photo.download_failed',
      reason: 'timeout',
    });
  });

  it('says when the server fails or is gone', async () => {
    const origin = await serve((_request, response) => response.writeHead(500).end());
    expect(await failure(download(origin))).toEqual({ code: 'photo.download_failed', reason: 'HTTP 500' });
    expect((await failure(download('http://127.0.0.1:1'))).code).toBe('photo.download_failed');
  });

  it.each([
    'http://cdn.discordapp.com/a.jpg',
    'https://cdn.discordapp.com.evil.example/a.jpg',
    'https://evil.example/cdn.discordapp.com/a.jpg',
    'https://cdn.discordapp.com:8443/a.jpg',
    'https://cdn.discordapp.com@evil.example/a.jpg',
    'https://user:pass@cdn.discordapp.com/a.jpg',
    'http://127.0.0.1:9/a.jpg',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'not a url',
  ])('fetches nothing from %s', async (url) => {
    const attachments = createAttachments({ apiBase: 'https://discord.com/api', maxBytes: LIMIT });
    expect((await failure(attachments.download(url))).code).toBe('photo.host_refused');
  });

  it('obeys a signal', async () => {
    const origin = await serve(() => undefined);
    const attachments = createAttachments({ apiBase: `${origin}/api`, maxBytes: LIMIT });
    const stop = new AbortController();
    const waiting = failure(attachments.download(`${origin}/a.jpg`, { signal: stop.signal }));
    stop.abort();
    expect((await waiting).code).toBe('photo.download_failed');
  });
});
