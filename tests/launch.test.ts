/** `npm start` when something is wrong, and when it is stopped: one sentence, an exit code, nothing left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { startSilentStage } from '../src/stage/index.ts';
import { keepingLogger } from './support/bot-on-stage.ts';

const ROOT = resolve(import.meta.dirname, '..');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ragamala-launch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(env: NodeJS.ProcessEnv): { child: ChildProcess; ended: () => Promise<Ended> } {
  const child = spawn(process.execPath, [join(ROOT, 'src/main.ts')], {
    env: { ...process.env, DISCORD_TOKEN: '', DISCORD_API: '', STORE: 'memory://', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = async (): Promise<Ended> => {
    const [[code], out, err] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code: code as number | null, out, err };
  };
  return { child, ended };
}

describe('a start that fails', { timeout: 60_000 }, () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  /** A server that is not Discord. */
  async function other(answer: Parameters<typeof createServer>[1]): Promise<number> {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it('names the port that is taken, and the setting', async () => {
    const port = await other(() => {});
    const { code, out, err } = await start({ STAGE_PORT: String(port) }).ended();
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`cannot start: stage.port_taken: listen EADDRINUSE`);
    expect(err).toContain('Set STAGE_PORT to a free port');
    expect(err).not.toContain('    at ');
  });

  it('says that the token is wrong, without it', async () => {
    const stage = await startSilentStage();
    try {
      const env = { DISCORD_TOKEN: 'c2VjcmV0.secret.secret', DISCORD_API: stage.apiBase };
      const { code, err } = await start(env).ended();
      expect(code).toBe(1);
      expect(err).toContain('cannot start: bot.login_failed: An invalid token was provided.');
      expect(err).toContain('Check DISCORD_TOKEN: take a new one');
      expect(err).not.toContain('secret');
      const broken = await start({ ...env, DISCORD_TOKEN: 'se\ncret' }).ended();
      expect(broken.code).toBe(1);
      expect(broken.err).toContain('the token has characters that no token has');
      expect(broken.err).not.toContain('cret\n');
    } finally {
      await stage.close();
    }
  });

  it('says that nobody answers, or somebody who is not Discord', async () => {
    const port = await other((_request, response) => response.end('<html>'));
    const api = `http://127.0.0.1:${port}/api`;
    const stranger = await start({ DISCORD_TOKEN: 'x', DISCORD_API: api }).ended();
    expect(stranger.code).toBe(1);
    expect(stranger.err).toContain('does not speak the protocol of Discord');
    expect(stranger.err).toContain('DISCORD_API if it is set');
    server?.closeAllConnections();
    server?.close();
    const nobody = await start({ DISCORD_TOKEN: 'x', DISCORD_API: api }).ended();
    expect(nobody.code).toBe(1);
    expect(nobody.err).toContain('bot.login_failed: connect ECONNREFUSED');
  });

  it('leaves a damaged store as it is', async () => {
    const file = join(folder, 'damaged.sqlite');
    await writeFile(file, 'not a database, '.repeat(100));
    const { code, err } = await start({ STORE: `sqlite://${file}` }).ended();
    expect(code).toBe(1);
    expect(err).toContain('cannot start: store.corrupt: file is not a database');
    expect(err).toContain('put a backup in its place');
    expect(err.match(/file is not a database/g)).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe('not a database, '.repeat(100));
  });

  it('stops with 0 when it is interrupted while it logs in', async () => {
    const asked = Promise.withResolvers<void>();
    const port = await other(() => asked.resolve());
    const { child, ended } = start({ DISCORD_TOKEN: 'x', DISCORD_API: `http://127.0.0.1:${port}/api` });
    await asked.promise;
    child.kill('SIGINT');
    const { code, err } = await ended();
    expect(err).not.toContain('cannot start');
    expect(code).toBe(0);
  });
});

describe('a bot that runs', { timeout: 60_000 }, () => {
  it('outlives whoever reads its log, and stops with 0', async () => {
    const { child } = start({ LOG_LEVEL: 'debug' });
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('no pipes');
    const page = Promise.withResolvers<string>();
    stdout.on('data', (bytes: Buffer) => {
      const url = /http:\S+/.exec(bytes.toString())?.[0];
      if (url !== undefined) page.resolve(url);
    });
    const url = await page.promise;
    stdout.destroy();
    stderr.destroy();
    // Refused requests are logged at this level.
    for (let i = 0; i < 5; i++) await (await fetch(`${url}page/state?user=nobody`)).text();
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});

describe('a start without sound eyes', { timeout: 60_000 }, () => {
  it('goes on, and the log names the fault and the remedy', async () => {
    const root = await mkdtemp(join(folder, 'root-'));
    await cp(join(ROOT, 'models'), join(root, 'models'), { recursive: true });
    await appendFile(join(root, 'models/emotion-to-mood.csv'), 'joy,happy\n');
    const logger = keepingLogger();
    const config = readConfig({ STORE: 'memory://' }, root);
    const app = await compose({ ...config, discord: { ...config.discord, token: 'x' } }, logger);
    await app.close();
    const said = logger.lines.find(({ message }) => message.startsWith('the eyes are shut'));
    expect(said?.level).toBe('warn');
    expect(JSON.stringify(said?.fields)).toContain('received \\"joy\\"');
    expect(JSON.stringify(said?.fields)).toContain('correct the table');
  });
});
