/** Raw requests and sockets against a stage, where discord.js would refuse to send what Discord refuses to take. */
import { WebSocket } from 'ws';
import type { FormErrorLeaf, FormErrorTree } from '../../src/stage/protocol/errors.ts';
import type { Stage } from '../../src/stage/stage.ts';
import type { VoiceServer } from '../../src/stage/voice-contract.ts';

/** The body of a refusal. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly errors?: FormErrorTree;
}

/** @typeParam T the body the test expects */
export interface RawAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The codes of the faults under a path of a 50035. */
export function faultsAt(body: Refusal, path: readonly (string | number)[]): string[] {
  let node: FormErrorTree | FormErrorLeaf[] | undefined = body.errors;
  for (const field of [...path, '_errors']) node = Array.isArray(node) ? undefined : node?.[field];
  return Array.isArray(node) ? node.map(({ code }) => code) : [];
}

/** One REST request with the bot's token. @param body JSON, or a form for multipart */
export async function raw<T = Refusal>(
  stage: Stage<VoiceServer>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer<T>> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${stage.apiBase}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${stage.botToken}`,
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  };
}

/** A bare gateway socket: every payload and the close code are kept. */
export interface RawGateway {
  readonly payloads: { op: number; t: string | null; s: number | null; d: unknown }[];
  send(payload: unknown): void;
  /** The first payload, past or future, that fits. */
  next(fits: (payload: RawGateway['payloads'][number]) => boolean): Promise<RawGateway['payloads'][number]>;
  readonly closed: Promise<number>;
  close(code?: number): void;
  terminate(): void;
}

export function openGateway(stage: Stage<VoiceServer>, query = 'v=10&encoding=json'): RawGateway {
  const socket = new WebSocket(`${stage.origin.replace('http', 'ws')}/gateway?${query}`);
  const payloads: RawGateway['payloads'] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    payloads.push(JSON.parse(String(data)));
    for (const look of [...waiting]) look();
  });
  socket.on('error', () => {});
  const opened = new Promise<void>((resolve) => socket.once('open', () => resolve()));
  return {
    payloads,
    send: (payload) =>
      void opened.then(() => socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload))),
    next: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const hit = payloads.find(fits);
          if (hit === undefined) return;
          waiting.delete(look);
          resolve(hit);
        };
        waiting.add(look);
        look();
      }),
    closed: new Promise((resolve) => socket.on('close', resolve)),
    close: (code) => socket.close(code),
    terminate: () => socket.terminate(),
  };
}

export const identify = (stage: Stage<VoiceServer>, change: object = {}): object => ({
  op: 2,
  d: {
    token: stage.botToken,
    properties: { os: 'linux', browser: 'test', device: 'test' },
    intents: 129,
    ...change,
  },
});
