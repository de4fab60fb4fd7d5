/** Routes as rows of a table: method, path with `:names`, and what to do. */
import { ApiError } from '../protocol/errors.ts';
import type { UploadedPart } from '../rules/message.ts';
import type { VoiceServer } from '../voice-contract.ts';
import type { World } from '../world/state.ts';

export interface Call {
  readonly world: World;
  readonly voice: VoiceServer;
  /** Where this server is reached, without a path: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** A segment of the path that the route names. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  /** The JSON body, or a multipart body's `payload_json`; undefined without one. */
  readonly body: unknown;
  readonly parts: readonly UploadedPart[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** e.g. `/channels/:channel/messages`. */
  readonly path: string;
  /** Without the bot's token: interaction callbacks and webhooks carry theirs in the path. */
  readonly open?: true;
  /** Requests in a window of milliseconds, counted for each value of the path's first two names. */
  readonly bucket?: { readonly limit: number; readonly windowMs: number };
  /** Returns the JSON of a 200, or undefined for a 204. @throws ApiError */
  readonly run: (call: Call) => unknown;
}

export interface Match {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** @returns a finder over the table; methods other than the table's are no match, as at Discord (405 is not used) */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (method, path) => {
    const asked = path.split('/');
    for (const { route, segments } of compiled) {
      if (route.method !== method || segments.length !== asked.length) continue;
      if (!segments.every((segment, i) => segment.startsWith(':') || segment === asked[i])) continue;
      const named = segments.flatMap((segment, i): [string, string][] =>
        segment.startsWith(':') ? [[segment.slice(1), decoded(asked[i] ?? '')]] : [],
      );
      return { route, params: new Map(named) };
    }
    return undefined;
  };
}

/** A malformed escape is no id of ours: it is left as it is and finds nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Reads a named segment; a name the route lacks is a fault of the table. */
export function paramOf(match: Match): (name: string) => string {
  return (name) => {
    const value = match.params.get(name);
    if (value === undefined) throw new Error(`${match.route.path} has no :${name}`);
    return value;
  };
}

/** The record, or the refusal that Discord has for a missing one. */
export function found<T>(record: T | undefined, code: ConstructorParameters<typeof ApiError>[0]): T {
  if (record === undefined) throw new ApiError(code);
  return record;
}
