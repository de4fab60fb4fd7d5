import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotOnStage, isSettled, shown, startBotOnStage, textOf } from '../support/bot-on-stage.ts';
import { animationOf, clipOf, soundAlone } from '../support/clips.ts';

const fixtures = join(import.meta.dirname, '../fixtures');

type File = { readonly name: string; readonly bytes: Uint8Array };

describe('/mood with several pictures of one moment', { timeout: 120_000 }, () => {
  let on: BotOnStage;
  let smile: Uint8Array;
  let neutral: Uint8Array;
  let members = 0;
  let downloads: string[] = [];

  beforeAll(async () => {
    on = await startBotOnStage({
      alter: ({ attachments }) => ({
        attachments: {
          download(url, ...o) {
            downloads.push(new URL(url).pathname.split('/').at(-1) ?? '');
            return attachments.download(url, ...o);
          },
        },
      }),
    });
    const small = (name: string) =>
      sharp(join(fixtures, `faces/${name}.jpg`))
        .resize(320, 320)
        .png()
        .toBuffer();
    [smile, neutral] = await Promise.all([small('022-smiling'), small('119-neutral')]);
  }, 60_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => {
    downloads = [];
    onTestFailed(() => on.tellLog());
  });

  const mood = async (files: Record<string, File>, o: { agreed?: boolean; locale?: string } = {}) => {
    members += 1;
    const member = on.stage.createUser(`Moment${members}`, { locale: o.locale ?? 'en-US' });
    if (o.agreed ?? true) await on.listeners.agree(member.id);
    return member.command(on.here, 'mood', { options: { language: 'tamil' }, attachments: files });
  };
  const photo = (bytes: Uint8Array, name = 'me.png'): File => ({ name, bytes });

  it('reads three photos as one', async () => {
    const command = await mood({ photo: photo(smile), photo2: photo(neutral), photo3: photo(smile) });
    const reply = textOf(await shown(command, isSettled));
    expect(reply).toContain('**happiness**');
    expect(reply).toContain('Read from 3 pictures of this moment');
    expect(downloads).toHaveLength(3);
  });

  it('says nothing of pictures where there was one', async () => {
    const reply = textOf(await shown(await mood({ photo: photo(smile) }), isSettled));
    expect(reply).toContain('**happiness**');
    expect(reply).not.toContain('Read from');
  });

  it('keeps the way to all of them until consent is given', async () => {
    const command = await mood(
      { photo: photo(smile, 'a.png'), photo3: photo(smile, 'c.png') },
      { agreed: false },
    );
    await command.reply();
    expect(downloads).toEqual([]);
    const reply = textOf(await shown(command.click('consent:agree'), isSettled));
    expect(reply).toContain('Read from 2 pictures');
    expect(downloads.sort()).toEqual(['a.png', 'c.png']);
  });

  it('reads an animated GIF', async () => {
    const bytes = await animationOf(Array(8).fill(smile), 'gif');
    const reply = textOf(await shown(await mood({ photo: photo(bytes, 'me.gif') }), isSettled));
    expect(reply).toContain('**happiness**');
    expect(reply).toContain('Read from 8 pictures');
  });

  it.each(['mp4', 'webm'] as const)('reads an %s clip', async (format) => {
    const bytes = await clipOf(Array(20).fill(smile), { format, width: 320, height: 320 });
    const reply = textOf(await shown(await mood({ photo: photo(bytes, `me.${format}`) }), isSettled));
    expect(reply).toContain('**happiness**');
    expect(reply).toContain('Read from 16 pictures');
  });

  it('reads an HEIC as iPhones write it', async () => {
    const bytes = await readFile(join(fixtures, 'heic/022-smiling-tiles.heic'));
    const reply = textOf(await shown(await mood({ photo: photo(bytes, 'IMG_0001.HEIC') }), isSettled));
    expect(reply).toContain('**happiness**');
  });

  it.each([
    [
      'an MP4 of zeros',
      async () =>
        Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 'latin1'), Buffer.alloc(9999)]),
      /cut off before its end, or damaged/,
    ],
    ['a clip with sound alone', soundAlone, /sound but no picture/],
    ['text named .mp4', async () => Buffer.from('I am a film, honestly'), /neither inside/],
  ] as const)('answers %s with its own sentence', async (_, bytes, sentence) => {
    const files = { photo: photo(smile), photo2: photo(await bytes(), 'me.mp4') };
    const reply = await shown(await mood(files), isSettled);
    expect(textOf(reply)).toMatch(sentence);
    expect(reply.ephemeral).toBe(true);
  });
});
