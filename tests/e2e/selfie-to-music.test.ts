/**
 * The main job as a host and a member meet it: the bot in a process of its own, told three settings, on a stage that
 * demands what Discord demands; what the voice channel hears is decrypted, decoded and compared with the library.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { startProgram } from '../../src/cli/bench/processes.ts';
import type { Track } from '../../src/domain/track.ts';
import { startStage } from '../../src/stage/index.ts';
import type { StageMember } from '../../src/stage/member/member.ts';
import type { Stage } from '../../src/stage/stage.ts';
import type { Listener } from '../../src/stage/voice/listener.ts';
import type { HeardPacket } from '../../src/stage/voice/recording.ts';
import type { StageVoiceServer } from '../../src/stage/voice/server.ts';
import { isSettled, shown, textOf } from '../support/bot-on-stage.ts';
import { likeness } from '../support/pcm.ts';
import { type BotHome, botHome, decodeStart, root } from './support.ts';

const LISTENED_MS = 8_000;
/** Where a track's beginning is looked for: what was heard before the mark, and a little more. */
const COMPARED_SECONDS = 10;

let stage: Stage<StageVoiceServer>;
let home: BotHome;
let bot: ReturnType<typeof startProgram>;
let meera: StageMember<Listener>;
let demo: readonly Track[];
const smile = () => readFile(join(root, 'tests/fixtures/faces/129-smiling.jpg'));
const here = () => ({ channelId: stage.guild.textChannelId });

const send = async () =>
  meera.command(here(), 'mood', {
    attachments: { photo: { name: 'selfie.jpg', bytes: await smile(), contentType: 'image/jpeg' } },
  });

beforeAll(async () => {
  demo = JSON.parse(await readFile(join(root, 'library/demo/index.json'), 'utf8')).tracks;
  stage = await startStage();
  home = await botHome(stage);
  bot = await home.start();
  meera = stage.createUser('Meera');
}, 60_000);

afterAll(async () => {
  await bot?.stop();
  await stage?.close();
  await home?.remove();
});

/** The tracks a reply names, in its order. */
function named(text: string): Track[] {
  return demo
    .filter(({ title }) => text.includes(title))
    .sort((a, b) => text.indexOf(a.title) - text.indexOf(b.title));
}

async function best(heard: Int16Array, among: readonly Track[]): Promise<{ track: Track; score: number }[]> {
  const scores: { track: Track; score: number }[] = [];
  for (const track of among) {
    const { score } = likeness(heard, await decodeStart(track, COMPARED_SECONDS));
    scores.push({ track, score });
  }
  return scores.sort((a, b) => b.score - a.score);
}

describe('a smile, in Tamil', () => {
  let listener: Listener;
  let reply: string;
  let packets: readonly HeardPacket[];

  it('saves the language, asks for consent, then reads the same photo and plays', async () => {
    listener = await meera.joinVoice(stage.guild.voiceChannelId);
    const saved = await meera
      .command(here(), 'language', { subcommand: 'set', options: { language: 'tamil' } })
      .reply();
    expect(textOf(saved)).toContain('Tamil');

    const asked = await (await send()).reply();
    expect(asked.ephemeral).toBe(true);
    expect(asked.buttons.map(({ customId }) => customId)).toEqual(
      expect.arrayContaining(['consent:agree', 'consent:decline']),
    );
    const answer = await shown(meera.click(asked.id, 'consent:agree'), isSettled);
    reply = textOf(answer);
    expect(answer.ephemeral).toBe(true);
    expect(reply).toContain('happiness');
    const picture = answer.attachments.find(({ contentType }) => contentType === 'image/png');
    expect(Buffer.from(picture?.bytes.subarray(1, 4) ?? []).toString()).toBe('PNG');
    expect(answer.buttons.some(({ customId }) => customId?.startsWith('play'))).toBe(true);
    expect(stage.guild.botVoiceChannelId).toBe(stage.guild.voiceChannelId);
  });

  it('picks from the happy Tamil shelf first', () => {
    expect(named(reply)[0]).toMatchObject({ mood: 'happy', language: 'ta' });
  });

  it('is heard as exactly the track it picked', async () => {
    await sleep(LISTENED_MS);
    packets = listener.packets();
    const heard = listener.pcm();
    // The decoder settles in; the second after that is compared.
    const second = heard.subarray(2 * 48_000 * 4, 2 * 48_000 * 5);
    const [first, next] = await best(second, demo);
    expect(first?.track.title).toBe(named(reply)[0]?.title);
    expect(first?.score).toBeGreaterThan(0.9);
    expect(next?.score).toBeLessThan(0.6);
  }, 120_000);

  it('steps its timestamps by 960 and its sequence by one, without a gap', () => {
    const steps = packets.slice(1).map((packet, index) => {
      const before = packets[index] as HeardPacket;
      return [packet.timestamp - before.timestamp, packet.sequence - before.sequence].map((step, i) =>
        i === 0 ? step >>> 0 : step & 0xffff,
      );
    });
    expect(steps.length).toBeGreaterThan(200);
    expect(steps.filter(([timestamp, sequence]) => timestamp !== 960 || sequence !== 1)).toEqual([]);
  });

  it('lets no frame leave unencrypted', () => {
    const { plain, damaged } = stage.voice.frames(stage.guild.id, stage.applicationId);
    expect({ plain, damaged }).toEqual({ plain: 0, damaged: 0 });
    expect(listener.undecipherable).toBe(0);
    expect(packets.filter(({ encrypted, kind }) => !encrypted && kind === 'plain')).toEqual([]);
  });

  it('announces in the voice channel what plays there', () => {
    const messages = meera.messages(stage.guild.voiceChannelId).map(textOf).join('\n');
    expect(messages).toContain(named(reply)[0]?.title);
    expect(messages).not.toMatch(/happ/i);
  });
});

describe('another process of the same bot', () => {
  const registrations = () =>
    stage.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands')).length;

  it('registered its commands once, and not again when nothing changed', async () => {
    expect(registrations()).toBe(1);
    await bot.stop();
    bot = await home.start();
    expect(registrations()).toBe(1);
  });

  it('killed while it plays, it comes back with what was saved and plays again', async () => {
    await meera.command(here(), 'language', { subcommand: 'set', options: { language: 'telugu' } }).reply();
    await shown(await send(), isSettled);
    const gone = new Promise((exited) => bot.process.once('exit', exited));
    bot.process.kill('SIGKILL');
    await gone;

    bot = await home.start();
    const language = await meera.command(here(), 'language', { subcommand: 'show' }).reply();
    expect(textOf(language)).toContain('Telugu');
    const listener = await meera.joinVoice(stage.guild.voiceChannelId);
    const mark = listener.mark();
    // No consent is asked again: the first answer is the reading itself.
    const answer = await shown(await send(), isSettled);
    expect(named(textOf(answer))[0]).toMatchObject({ mood: 'happy', language: 'te' });
    await sleep(3_000);
    expect(listener.packets(mark).length).toBeGreaterThan(50);
  }, 60_000);
});
