import type { IncomingMessage } from 'node:http';

/** What a request asks for; undefined for what is no URL, such as `//`. */
export function urlOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '/', 'http://127.0.0.1') ?? undefined;
}
