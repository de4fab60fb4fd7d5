import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLogger } from '../../../src/logger.ts';
import { createCertificate } from '../../../src/stage/certificate.ts';
import { createVoiceServer, type StageVoiceServer } from '../../../src/stage/voice/server.ts';
import { trustInProcess } from '../../../src/stage/voice/trust.ts';
import { BOT, CHANNEL, GUILD, joinAsBot, startServer, until } from './client.ts';

let server: StageVoiceServer;

beforeAll(async () => {
  server = await startServer();
  server.expectSession({
    guildId: GUILD,
    channelId: CHANNEL,
    userId: BOT,
    sessionId: 'session',
    token: 'token',
  });
});
afterAll(() => server.close());

/** Says these messages and gives the close code. */
async function closeCodeAfter(messages: readonly (object | string)[], query = '?v=8'): Promise<number> {
  const socket = new WebSocket(`wss://${server.endpoint}/${query}`);
  socket.on('open', () => {
    for (const each of messages) socket.send(typeof each === 'string' ? each : JSON.stringify(each));
  });
  const [code] = await once(socket, 'close');
  return code as number;
}

const claims = {
  server_id: GUILD,
  user_id: BOT,
  session_id: 'session',
  token: 'token',
  max_dave_protocol_version: 1,
};
const identify = (change: object = {}) => ({ op: 0, d: { ...claims, ...change } });
const select = (protocol: string, mode: string) => ({
  op: 1,
  d: { protocol, data: { address: '', port: 1, mode } },
});

describe('what the voice gateway refuses', () => {
  it.each([
    ['another token', 4004, [identify({ token: 'other' })]],
    ['another session id', 4006, [identify({ session_id: 'other' })]],
    ['a user who was not let in', 4006, [identify({ user_id: '9' })]],
    ['a guild nobody is in', 4011, [identify({ server_id: '9' })]],
    ['a client without DAVE', 4017, [identify({ max_dave_protocol_version: 0 })]],
    ['a client that does not speak of DAVE', 4017, [identify({ max_dave_protocol_version: undefined })]],
    ['identifying twice', 4005, [identify(), identify()]],
    ['speaking before identifying', 4003, [{ op: 5, d: { speaking: 1 } }]],
    ['an opcode that is none', 4001, [identify(), { op: 77, d: {} }]],
    ['no JSON', 4002, ['{']],
    ['another transport than UDP', 4012, [identify(), select('webrtc', 'aead_aes256_gcm_rtpsize')]],
    ['an encryption mode of old', 4016, [identify(), select('udp', 'xsalsa20_poly1305')]],
    ['resuming what is not there', 4006, [{ op: 7, d: { ...claims, token: 'old', seq_ack: 3 } }]],
  ])('%s: %i', async (_what, code, messages) => {
    expect(await closeCodeAfter(messages)).toBe(code);
  });

  it('another version of the gateway', async () => {
    expect(await closeCodeAfter([identify()], '?v=4')).toBe(4012);
  });
});

it('answers heartbeats with their own t, and cuts off a client that has none', async () => {
  const quick = await startServer({ heartbeatMs: 100 });
  const socket = new WebSocket(`wss://${quick.endpoint}/?v=8`);
  const messages: { op: number; d: { t?: number; heartbeat_interval?: number } }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'open');
  socket.send(JSON.stringify({ op: 3, d: { t: 123, seq_ack: -1 } }));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1006);
  expect(messages.map(({ op }) => op)).toEqual([8, 6]);
  expect(messages[0]?.d.heartbeat_interval).toBe(100);
  expect(messages[1]?.d.t).toBe(123);
  await quick.close();
});

describe('an unmodified client', () => {
  it('with a wrong token is closed with 4004', async () => {
    const bot = joinAsBot(server, { userId: '31', wrongToken: true });
    await until('the refusal', () =>
      server.events.some(({ userId, code }) => userId === '31' && code === 4004),
    );
    bot.leave();
  });

  it('with DAVE switched off is closed with 4017', async () => {
    const bot = joinAsBot(server, { userId: '32', daveEncryption: false });
    await until('the refusal', () =>
      server.events.some(({ userId, code }) => userId === '32' && code === 4017),
    );
    bot.leave();
  });
});

describe('the certificate', () => {
  it('is not trusted unless the process is told to, while running', async () => {
    const certificate = await createCertificate(Date.now());
    const strange = await createVoiceServer({ logger: createLogger('silent'), certificate });
    const connect = () => new WebSocket(`wss://${strange.endpoint}/?v=8`);
    const [error] = await once(connect(), 'error');
    expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    trustInProcess(certificate.certPem);
    const trusted = connect();
    await once(trusted, 'open');
    trusted.terminate();
    await strange.close();
  });

  it('is trusted by another process that was started with NODE_EXTRA_CA_CERTS', async () => {
    const certificate = await createCertificate(Date.now());
    const other = await createVoiceServer({ logger: createLogger('silent'), certificate });
    const folder = await mkdtemp(join(tmpdir(), 'stage-certificate-'));
    const file = join(folder, 'stage.pem');
    await writeFile(file, certificate.certPem);
    const script = `
      const { WebSocket } = require('ws');
      const socket = new WebSocket('wss://${other.endpoint}/?v=8');
      socket.on('open', () => { console.log('open'); socket.terminate(); });
      socket.on('error', ({ code }) => console.log(code));`;
    const run = (env: object) =>
      promisify(execFile)(process.execPath, ['-e', script], { env: { ...process.env, ...env } });
    expect((await run({ NODE_EXTRA_CA_CERTS: file })).stdout).toBe('open\n');
    expect((await run({})).stdout).toBe('DEPTH_ZERO_SELF_SIGNED_CERT\n');
    await rm(folder, { recursive: true });
    await other.close();
  });
});
