import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REMEMBERED_MS } from '../../src/commands/expiring.ts';
import { WHY_MAP_WIDTH } from '../../src/pictures/why-map.ts';
import { type BotOnStage, isSettled, shown, startBotOnStage, textOf } from '../support/bot-on-stage.ts';

const faces = join(import.meta.dirname, '../fixtures/faces');
const PATIENT = { timeoutMs: 60_000 };

type Member = ReturnType<BotOnStage['stage']['createUser']>;

describe('"Why?" under a reading', { timeout: 120_000 }, () => {
  let on: BotOnStage;
  let smile: Uint8Array;
  let members = 0;
  let downloads = 0;
  let later = 0;

  beforeAll(async () => {
    on = await startBotOnStage({
      shelves: [{ mood: 'happy', language: 'ta', count: 3 }],
      seconds: 2,
      now: () => performance.now() + later,
      alter: ({ attachments }) => ({
        attachments: {
          download(...photo) {
            downloads += 1;
            return attachments.download(...photo);
          },
        },
      }),
    });
    smile = await readFile(join(faces, '129-smiling.jpg'));
  }, 120_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => {
    later = 0;
    onTestFailed(() => on.tellLog());
  });

  const newMember = async (locale = 'en-US'): Promise<Member> => {
    members += 1;
    const member = on.stage.createUser(`Curious${members}`, { locale });
    await on.listeners.agree(member.id);
    return member;
  };
  /** A reading that stands, and the id of its button. */
  const reading = async (member: Member) => {
    const command = member.command(on.here, 'mood', {
      options: { language: 'tamil', play: false },
      attachments: { photo: { name: 'me.jpg', bytes: smile } },
    });
    const reply = await shown(command, isSettled);
    const why = reply.buttons.find(({ customId }) => customId?.startsWith('why:'))?.customId ?? '';
    expect(why).not.toBe('');
    return { command, why };
  };

  it('shows its sender alone what the reading hangs on, in a picture and in words', async () => {
    const { command, why } = await reading(await newMember());
    const before = downloads;
    const answer = await command.click(why).nextFollowup(PATIENT);
    expect(downloads).toBe(before + 1);
    expect(answer.ephemeral).toBe(true);
    const [embed] = answer.embeds;
    expect(embed?.title).toBe('What I looked at');
    expect(embed?.description).toMatch(
      /^That I see \*\*happiness\*\* \((9\d|100)%\) hangs most on \*\*the mouth and chin\*\*\.$/,
    );
    const [picture] = answer.attachments;
    expect(embed?.image?.url).toBe(picture?.url);
    expect(picture?.description).toContain('the mouth and chin');
    const { format, width } = await sharp(picture?.bytes).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 2 * WHY_MAP_WIDTH });
    // The reading and its mix stay as they were.
    expect(command.message?.embeds).toHaveLength(2);
  });

  it('answers in the language of the member', async () => {
    const { command, why } = await reading(await newMember('hi'));
    expect(command.message?.buttons.at(-1)?.label).toBe('क्यों?');
    const answer = await command.click(why).nextFollowup(PATIENT);
    expect(answer.embeds[0]?.description).toContain('मुँह और ठोड़ी');
  });

  it('answers two presses at once one time, and a later one again', async () => {
    const { command, why } = await reading(await newMember());
    const before = downloads;
    const [first, second] = [command.click(why), command.click(why)];
    const answered = await Promise.any([first.nextFollowup(PATIENT), second.nextFollowup(PATIENT)]);
    expect(answered.embeds[0]?.title).toBe('What I looked at');
    expect(downloads).toBe(before + 1);
    const again = await command.click(why).nextFollowup(PATIENT);
    expect(again.embeds[0]?.title).toBe('What I looked at');
    expect(downloads).toBe(before + 2);
    expect([...first.followups, ...second.followups]).toHaveLength(1);
  });

  it('is no business of anybody else', async () => {
    const { command, why } = await reading(await newMember());
    const { command: theirs, why: theirWhy } = await reading(await newMember());
    // As no client would send it: the id of one member's button under the message of another.
    const message = on.stage.world.messages.get(theirs.message?.id ?? '');
    const body = message?.history.at(-1);
    if (body === undefined) throw new Error('no message');
    message?.history.push(JSON.parse(JSON.stringify(body).replaceAll(theirWhy, why)));
    const before = downloads;
    const answer = await theirs.click(why).nextFollowup(PATIENT);
    expect(textOf(answer)).toContain('belongs to another member');
    expect(downloads).toBe(before);
    expect(command.followups).toEqual([]);
  });

  it('says so when the way to the photo is no longer kept', async () => {
    const { command, why } = await reading(await newMember());
    later = REMEMBERED_MS - 60_000;
    // A press that renews the mix does not keep the photo's address any longer.
    const mix = command.message?.buttons.find(({ customId }) => customId?.startsWith('mix:'))?.customId ?? '';
    await command.click(mix).reply();
    later = REMEMBERED_MS;
    const before = downloads;
    const answer = await command.click(why).nextFollowup(PATIENT);
    expect(textOf(answer)).toContain('I keep the way to a photo for 15 minutes at most');
    expect(downloads).toBe(before);
  });

  it('says so when the link itself has expired', async () => {
    const { command, why } = await reading(await newMember());
    const sent = [...on.stage.world.files.values()].filter(({ name }) => name === 'me.jpg').at(-1);
    on.stage.misbehave.expireAttachment(sent?.id ?? '');
    const answer = await command.click(why).nextFollowup(PATIENT);
    expect(textOf(answer)).toContain('link to that photo has expired');
  });

  it('looks no more once consent is taken back, and has forgotten the photo', async () => {
    const member = await newMember();
    const { command, why } = await reading(member);
    const privacy = member.command(on.here, 'privacy', { subcommand: 'forget' });
    await privacy.reply();
    await privacy.click('privacy:forget').reply();
    const before = downloads;
    const refused = await command.click(why).nextFollowup(PATIENT);
    expect(textOf(refused)).toContain('You have taken back your consent');
    // Also when they agree again later.
    await on.listeners.agree(member.id);
    const gone = await command.click(why).nextFollowup(PATIENT);
    expect(textOf(gone)).toContain('this one is gone');
    expect(downloads).toBe(before);
  });

  it('writes nothing about the face anywhere', async () => {
    const member = await newMember();
    const { command, why } = await reading(member);
    const lines = on.logger.lines.length;
    await command.click(why).nextFollowup(PATIENT);
    expect(await on.listeners.export(member.id)).toMatchObject({ history: [] });
    expect(JSON.stringify(on.logger.lines.slice(lines))).not.toMatch(/happiness|crop|map|mouth/);
  });
});
