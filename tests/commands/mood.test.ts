import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pngClaiming } from '../inference/support.ts';
import { type BotOnStage, isSettled, shown, startBotOnStage, textOf } from '../support/bot-on-stage.ts';

const faces = join(import.meta.dirname, '../fixtures/faces');

type Member = ReturnType<BotOnStage['stage']['createUser']>;

describe('/mood on the stage', { timeout: 60_000 }, () => {
  let on: BotOnStage;
  let smile: Uint8Array;
  let members = 0;
  let downloads = 0;

  beforeAll(async () => {
    on = await startBotOnStage({
      alter: ({ attachments }) => ({
        attachments: {
          download(...photo) {
            downloads += 1;
            return attachments.download(...photo);
          },
        },
      }),
    });
    smile = await readFile(join(faces, '022-smiling.jpg'));
  }, 60_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => onTestFailed(() => on.tellLog()));

  /** A new member, who has agreed unless told otherwise. */
  const newMember = async (
    o: { agreed?: boolean; voice?: boolean; locale?: string } = {},
  ): Promise<Member> => {
    members += 1;
    const member = on.stage.createUser(`Member${members}`, { locale: o.locale ?? 'en-US' });
    if (o.agreed ?? true) await on.listeners.agree(member.id);
    if (o.voice) await member.joinVoice(on.stage.guild.voiceChannelId);
    return member;
  };
  const leave = async (member: Member) => {
    await on.jukebox.player(on.stage.guild.id)?.stop();
    await member.leaveVoice();
  };
  const mood = (member: Member, options: Record<string, string | boolean> = {}, bytes = smile) =>
    member.command(on.here, 'mood', {
      options: { language: 'tamil', ...options },
      attachments: { photo: { name: 'me.jpg', bytes } },
    });

  it('asks for consent, then reads the same photo, shows what was seen and plays it', async () => {
    const meera = await newMember({ agreed: false, voice: true });
    const command = mood(meera);
    expect((await command.acknowledged()).kind).toBe('deferred');
    const question = await command.reply();
    expect(question.ephemeral).toBe(true);
    expect(question.buttons.map(({ customId }) => customId)).toEqual(['consent:agree', 'consent:decline']);

    const playing = await shown(command.click('consent:agree'), isSettled);
    expect(playing.id).toBe(question.id);
    expect(playing.ephemeral).toBe(true);
    const [reading, mix] = playing.embeds;
    expect(reading?.description).toMatch(/I see \*\*happiness\*\*, and I am very sure \(\d+%\)/);
    expect(mix?.title).toBe('Happy · Tamil');
    expect(mix?.description).toContain('happy ta 1');
    expect(mix?.description).toContain('a melody of sines');
    expect(mix?.fields?.[0]?.value).toContain(`Playing in <#${on.stage.guild.voiceChannelId}>`);
    expect(playing.buttons.map(({ customId }) => customId?.split(':')[0])).toEqual([
      'play',
      'mix',
      'correct',
      'why',
    ]);

    // The picture is still there after the edit that says where it plays, and it is one.
    const [picture] = playing.attachments;
    expect(reading?.image?.url).toBe(picture?.url);
    const { format, width } = await sharp(picture?.bytes).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 1040 });
    expect(picture?.description).toMatch(/^Emotions: happiness (9\d|100)%/);

    const player = on.jukebox.player(on.stage.guild.id)?.snapshot();
    expect(player?.current?.item.track).toMatchObject({ mood: 'happy', language: 'ta' });
    const saved = await on.listeners.export(meera.id);
    expect(saved.profile.consent).toBeDefined();
    await expect
      .poll(async () => (await on.listeners.export(meera.id)).history)
      .toMatchObject([{ kind: 'play' }]);
    await leave(meera);
  });

  it('forgets the photo when consent is declined, and still offers the moods', async () => {
    const member = await newMember({ agreed: false });
    const command = mood(member);
    await command.reply();
    const before = downloads;
    const declined = await command.click('consent:decline').reply();
    expect(textOf(declined)).toContain('did not look');
    expect(declined.selects[0]?.options.map(({ value }) => value)).toEqual([
      'happy',
      'sad',
      'calm',
      'energetic',
    ]);
    expect(downloads).toBe(before);
    expect((await on.listeners.export(member.id)).profile).toEqual({});

    const chosen = await command.select(declined.selects[0]?.customId ?? '', ['sad']).reply();
    expect(chosen.embeds[0]?.title).toBe('Sad · Tamil');
    expect(chosen.content).toBe('');
    // No consent, no history.
    expect((await on.listeners.export(member.id)).history).toEqual([]);
  });

  it('reads the photo once when an impatient member presses twice', async () => {
    const member = await newMember({ agreed: false });
    const command = mood(member);
    await command.reply();
    const presses = [command.click('consent:agree'), command.click('consent:agree')];
    const seen: string[] = [];
    await shown(presses[0] ?? command, (text) => seen.push(text) > 0 && isSettled(text));
    expect(seen.at(-1)).toContain('happiness');
    expect(seen.join()).not.toContain('is gone');
  });

  it('reads the photo whose question was answered, not the latest', async () => {
    const member = await newMember({ agreed: false });
    const [first, second] = [mood(member), mood(member, {}, Buffer.from('not a photo at all'))];
    await first.reply();
    await second.reply();
    expect(textOf(await shown(first.click('consent:agree'), isSettled))).toContain('happiness');
    const other = await shown(second.click('consent:agree'), isSettled);
    expect(other.content).toContain('neither inside');
  });

  it('lets the Play button wait for a voice channel, and play: no for the press', async () => {
    const member = await newMember();
    const command = mood(member);
    const waiting = await shown(command, isSettled);
    expect(textOf(waiting)).toContain('Join a voice channel, then press **Play**');
    const play = waiting.buttons[0]?.customId ?? '';
    expect(play).toMatch(/^play/);
    expect(waiting.buttons[0]?.disabled).toBe(false);

    await member.joinVoice(on.stage.guild.voiceChannelId);
    const playing = await shown(command.click(play), isSettled);
    expect(textOf(playing)).toContain('Playing in');
    expect(playing.embeds[0]?.image?.url).toBe(playing.attachments[0]?.url);
    expect(playing.buttons[0]).toMatchObject({ label: 'Playing', disabled: true });
    await on.jukebox.player(on.stage.guild.id)?.stop();

    const silent = await shown(mood(member, { play: false }), isSettled);
    expect(textOf(silent)).toContain('Press **Play** when you want to hear it');
    expect(on.jukebox.player(on.stage.guild.id)?.snapshot().current).toBeUndefined();
    await leave(member);
  });

  it('uses a correction at once: other picks, and the music changes', async () => {
    const member = await newMember({ voice: true });
    const command = mood(member);
    const playing = await shown(command, isSettled);
    const correct = playing.buttons.find(({ customId }) => customId?.startsWith('correct:'))?.customId ?? '';
    const asked = await command.click(correct).reply();
    const menu = asked.selects[0];
    expect(menu?.options.map(({ value }) => value)).toEqual(['happy', 'sad', 'calm', 'energetic']);

    const corrected = await command.select(menu?.customId ?? '', ['calm']).reply();
    expect(textOf(corrected)).toContain('You say it is **calm**');
    expect(corrected.embeds[0]?.title).toContain('Happy');
    expect(corrected.embeds[1]?.title).toBe('Calm · Tamil');
    expect(corrected.selects).toEqual([]);
    const snapshot = on.jukebox.player(on.stage.guild.id)?.snapshot();
    const tracks = [snapshot?.current?.item, ...(snapshot?.upcoming ?? [])].map((item) => item?.track.mood);
    expect(tracks).toEqual(['calm', 'calm', 'calm']);
    await expect
      .poll(async () => (await on.listeners.export(member.id)).history.map(({ kind }) => kind))
      .toContain('correction');
    await leave(member);
  });

  it('gives another mix', async () => {
    const member = await newMember();
    const command = mood(member, { language: 'instrumental' });
    const first = await shown(command, isSettled);
    const again = first.buttons.find(({ customId }) => customId?.startsWith('mix:'))?.customId ?? '';
    const second = await command.click(again).reply();
    const order = (text: string) => [...text.matchAll(/\*\*(happy \w+ \d)\*\*/g)].map(([, title]) => title);
    expect(order(textOf(second)).length).toBe(3);
    expect(second.buttons.map(({ customId }) => customId)).toEqual(
      first.buttons.map(({ customId }) => customId),
    );
  });

  it('says when a shelf is empty and what fills it', async () => {
    const reply = await shown(mood(await newMember(), { language: 'తెలుగు' }), isSettled);
    expect(textOf(reply)).toContain('I have no happy music in Telugu yet');
    expect(textOf(reply)).toContain('Instrumental (1)');
    expect(textOf(reply)).toContain('Tamil (2)');
  });

  it.each([
    ['SPEAK', 'Speak'],
    ['VIEW_CHANNEL', 'View Channel'],
  ] as const)('names the permission that is missing, with the picks: %s', async (denied, name) => {
    const member = await newMember({ voice: true });
    const { voiceChannelId } = on.stage.guild;
    on.stage.guild.setPermissions(voiceChannelId, 'bot', { deny: [denied] });
    const reply = await shown(mood(member), isSettled);
    expect(textOf(reply)).toContain(`the permission **${name}**`);
    expect(textOf(reply)).toContain('happy ta 1');
    expect(reply.buttons[0]?.disabled).toBe(false);
    on.stage.guild.setPermissions(voiceChannelId, 'bot', {});
    await leave(member);
  });

  it('answers in the language of the member', async () => {
    const member = await newMember({ locale: 'hi' });
    const reply = await shown(mood(member, { language: 'hindi' }), isSettled);
    expect(reply.embeds[0]?.title).toContain('ख़ुश');
  });

  it('lets the largest of several faces decide, and says so', async () => {
    const big = sharp(smile).resize(900);
    const small = await sharp(join(faces, '034-neutral.jpg')).resize(300).toBuffer();
    const { width = 900, height = 900 } = await sharp(await big.toBuffer()).metadata();
    const two = await sharp({ create: { width: width + 320, height, channels: 3, background: '#888' } })
      .composite([
        { input: await big.toBuffer(), left: 0, top: 0 },
        { input: small, left: width + 10, top: 10 },
      ])
      .jpeg()
      .toBuffer();
    const reply = await shown(mood(await newMember(), {}, two), isSettled);
    expect(textOf(reply)).toContain('I see 2 faces; the largest one decides');
    expect(textOf(reply)).toContain('happiness');
  });

  describe('what cannot be read, each with its own sentence', () => {
    const noise = () =>
      sharp({ create: { width: 640, height: 480, channels: 3, background: '#4a7' } }).jpeg();
    const cases: [string, () => Promise<Uint8Array>, RegExp][] = [
      ['0 bytes', async () => new Uint8Array(), /has 0 bytes/],
      ['a PNG of 50,000 x 50,000', async () => pngClaiming(50_000, 50_000), /50,000 × 50,000 pixels/],
      [
        'text named .jpg',
        async () => Buffer.from('I am a text file, honestly.\n'.repeat(20)),
        /neither inside/,
      ],
      ['a truncated JPEG', async () => smile.slice(0, 20_000), /cut off before its end/],
      [
        '11 MB',
        async () => Buffer.concat([smile, Buffer.alloc(11 * 1024 * 1024 - smile.length)]),
        /11 MiB.*at most 10 MiB/,
      ],
      [
        'SVG',
        async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        /SVG is a drawing/,
      ],
      ['a photo without a face', async () => noise().toBuffer(), /I see no face/],
    ];
    it.each(cases)('%s', async (_name, bytes, sentence) => {
      const reply = await shown(mood(await newMember(), {}, await bytes()), isSettled);
      expect(textOf(reply)).toMatch(sentence);
      expect(reply.ephemeral).toBe(true);
    });

    it('a photo without a face leaves a menu of moods, which plays', async () => {
      const member = await newMember({ voice: true });
      const command = mood(member, {}, await noise().toBuffer());
      const reply = await shown(command, isSettled);
      const playing = await shown(command.select(reply.selects[0]?.customId ?? '', ['energetic']), isSettled);
      expect(textOf(playing)).toContain('You chose **energetic**');
      expect(textOf(playing)).toContain('Playing in');
      await leave(member);
    });

    it('a URL that has expired between command and consent', async () => {
      const command = mood(await newMember({ agreed: false }));
      await command.reply();
      const sent = [...on.stage.world.files.values()].filter(({ name }) => name === 'me.jpg').at(-1);
      on.stage.misbehave.expireAttachment(sent?.id ?? '');
      const answer = await shown(command.click('consent:agree'), isSettled);
      expect(textOf(answer)).toContain('link to that photo has expired');
    });

    it('a CDN that fails', async () => {
      on.stage.misbehave.cdn({ fault: { kind: 'status', status: 500 } });
      const reply = await shown(mood(await newMember()), isSettled);
      expect(textOf(reply)).toContain('could not fetch the photo from Discord');
    });

    it('a second /mood while the first one runs', async () => {
      const member = await newMember();
      on.stage.misbehave.cdn({ fault: { kind: 'delay', ms: 1_500 } });
      const [first, second] = [mood(member), mood(member)];
      expect(textOf(await second.reply())).toContain('still looking at your last photo');
      expect(textOf(await shown(first, isSettled))).toContain('happiness');
      // And then it is free again.
      expect(textOf(await shown(mood(member), isSettled))).toContain('happiness');
    });

    it('the language "klingon", before anything is downloaded', async () => {
      const before = downloads;
      const reply = await mood(await newMember(), { language: 'klingon' }).reply();
      expect(downloads).toBe(before);
      expect(textOf(reply)).toContain('I know no language “klingon”');
      expect(textOf(reply)).toContain('Tamil');
    });
  });

  it('offers languages while one is typed', async () => {
    const member = await newMember();
    const names = async (typed: string) =>
      (await member.autocomplete(on.here, 'mood', 'language', typed)).map(
        ({ name, value }) => `${value} ${name}`,
      );
    expect((await names('tam'))[0]).toBe('ta Tamil (தமிழ்)');
    expect((await names('தமிழ்'))[0]).toBe('ta Tamil (தமிழ்)');
    expect((await names('ta'))[0]).toBe('ta Tamil (தமிழ்)');
    // With nothing typed: what the library has.
    expect(await names('')).toEqual(['ta Tamil (தமிழ்)', 'zxx Instrumental']);
    expect(await names('klingon')).toEqual([]);
  });
});
