/**
 * The page in the browser: its files, the state as server-sent events, what a member does, and the voice channel as
 * live sound. It answers this machine's browser only: requests that name another host, or come from a page of
 * another origin, are refused (DNS rebinding, cross-site requests).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, messageOf } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { StageMember } from '../member/member.ts';
import { readBody } from '../rest/body.ts';
import type { Site, Stage } from '../stage.ts';
import type { Listener } from '../voice/listener.ts';
import type { StageVoiceServer } from '../voice/server.ts';
import type { PageFile } from './files.ts';
import { liveSound } from './live-sound.ts';
import { pageState } from './state.ts';

/** Changes that come closer together than this are drawn at once. */
const REDRAW_MS = 60;
/** How long a closed window may take to come back. */
const AWAY_MS = 10_000;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export interface PageOptions {
  readonly stage: Stage<StageVoiceServer>;
  /** Whom a visitor can be; the first is taken unless the page names another. */
  readonly members: readonly [StageMember<Listener>, ...StageMember<Listener>[]];
  readonly files: ReadonlyMap<string, PageFile>;
  readonly samples: readonly string[];
  readonly logger: Logger;
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export function createPage(o: PageOptions): Site {
  const { stage } = o;
  const memberOf = (id: string | null | undefined) => {
    const member = id ? o.members.find((one) => one.id === id || one.name === id) : o.members[0];
    if (member === undefined) throw new AppError('stage.refused', { why: 'there is no such member' });
    return member;
  };

  const open = new Map<string, number>();
  /** Whoever closes the last window leaves the voice channel, as with Discord; a reload is quick enough to stay. */
  const presence = (me: StageMember) => {
    open.set(me.id, (open.get(me.id) ?? 0) + 1);
    return () => {
      open.set(me.id, (open.get(me.id) ?? 1) - 1);
      setTimeout(() => {
        if (open.get(me.id) === 0)
          me.leaveVoice().catch((error: unknown) => o.logger.debug('page: leaving', { error }));
      }, AWAY_MS).unref();
    };
  };

  const routes: Readonly<Record<string, Answer>> = {
    'GET /page/state': (_request, response, url) =>
      json(response, 200, pageState(stage, memberOf(url.searchParams.get('user')), o.samples)),

    'GET /page/events': (_request, response, url) => {
      const me = memberOf(url.searchParams.get('user'));
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      const draw = () => {
        try {
          const state = pageState(stage, me, o.samples);
          response.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`);
        } catch (error) {
          o.logger.warn('page: cannot draw', { error });
          response.end();
        }
      };
      let timer: NodeJS.Timeout | undefined;
      const stop = stage.onChange(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          draw();
        }, REDRAW_MS);
      });
      const gone = presence(me);
      response.on('close', () => {
        stop();
        gone();
        clearTimeout(timer);
      });
      draw();
    },

    'POST /page/command': async (request, response) => {
      const { body, parts } = await readBody(request);
      const { userId, channelId, name, subcommand, options } = body as CommandMessage;
      const attachments = Object.fromEntries(
        parts.map((part) => [
          part.field,
          {
            name: part.name,
            bytes: part.bytes,
            ...(part.contentType ? { contentType: part.contentType } : {}),
          },
        ]),
      );
      const input = { ...(subcommand ? { subcommand } : {}), options: options ?? {}, attachments };
      const interaction = memberOf(userId).command({ channelId }, name, input);
      await interaction.acknowledged();
      json(response, 200, {});
    },

    'POST /page/component': async (request, response) => {
      const { userId, messageId, customId, values } = (await readBody(request)).body as ComponentMessage;
      const me = memberOf(userId);
      const interaction = values ? me.select(messageId, customId, values) : me.click(messageId, customId);
      await interaction.acknowledged();
      json(response, 200, {});
    },

    'POST /page/autocomplete': async (request, response) => {
      const { userId, channelId, name, subcommand, option, partial } = (await readBody(request))
        .body as AutocompleteMessage;
      const input = subcommand ? { subcommand } : {};
      json(response, 200, await memberOf(userId).autocomplete({ channelId }, name, option, partial, input));
    },

    'POST /page/voice': async (request, response) => {
      const { userId, channelId } = (await readBody(request)).body as VoiceMessage;
      const me = memberOf(userId);
      if (channelId === null) await me.leaveVoice();
      else await me.joinVoice(channelId);
      json(response, 200, {});
    },

    'GET /page/listen': (_request, response, url) => {
      const me = memberOf(url.searchParams.get('user'));
      const listener = stage.voice.listener(stage.guild.id, me.id);
      if (listener === undefined)
        throw new AppError('stage.refused', { why: 'join the voice channel first, then listen' });
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/octet-stream' });
      response.flushHeaders();
      const stream = liveSound(listener);
      response.on('close', () => stream.destroy());
      stream.pipe(response);
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, url: URL, route: Answer) => {
    try {
      if (!isOwnPage(request, stage.origin)) {
        json(response, 403, { message: `Open the page at ${stage.origin}/.` });
        return;
      }
      await route(request, response, url);
    } catch (error) {
      o.logger.debug('page: refused', { error });
      if (response.headersSent) response.destroy();
      else json(response, 400, { message: sentenceOf(error) });
    }
  };

  return {
    handle(request, response, url) {
      const file = request.method === 'GET' ? o.files.get(url.pathname) : undefined;
      const route = file !== undefined ? sendFile(file) : routes[`${request.method} ${url.pathname}`];
      if (route === undefined) return false;
      void answer(request, response, url, route);
      return true;
    },
  };
}

interface Sender {
  readonly userId?: string;
  readonly channelId: string;
}
interface CommandMessage extends Sender {
  readonly name: string;
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}
interface ComponentMessage extends Sender {
  readonly messageId: string;
  readonly customId: string;
  readonly values?: readonly string[];
}
interface AutocompleteMessage extends Sender {
  readonly name: string;
  readonly subcommand?: string;
  readonly option: string;
  readonly partial: string;
}
interface VoiceMessage {
  readonly userId?: string;
  readonly channelId: string | null;
}

function isOwnPage(request: IncomingMessage, origin: string): boolean {
  const { port } = new URL(origin);
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin: from } = request.headers;
  return own.includes(host) && (from === undefined || own.some((name) => from === `http://${name}`));
}

function sendFile(file: PageFile): Answer {
  return (_request, response) => {
    response.writeHead(200, { ...HEADERS, 'content-type': file.type, 'content-length': file.bytes.length });
    response.end(file.bytes);
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** As a Discord client words it: the stage's own `why` or `said`, with what it is about. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return `The stage could not do that: ${messageOf(error)}.`;
  const { why, said, ...about } = error.context;
  const details = Object.values(about).join(' ');
  const sentence = String(said ?? why ?? error.message);
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}${details ? ` (${details})` : ''}.`;
}
