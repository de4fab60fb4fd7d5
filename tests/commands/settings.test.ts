import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotOnStage, startBotOnStage, textOf } from '../support/bot-on-stage.ts';

/** Blind: none of these commands looks at a photo. */
const unseen = () => Promise.reject(new Error('not looked at'));
const eyes = { available: false, look: unseen, explain: unseen };

describe('settings on the stage', { timeout: 30_000 }, () => {
  let on: BotOnStage;
  let members = 0;

  beforeAll(async () => {
    on = await startBotOnStage({ eyes, seconds: 2, shelves: [{ mood: 'happy', language: 'ta', count: 2 }] });
  }, 60_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => onTestFailed(() => on.tellLog()));

  const newMember = (locale = 'en-US') => {
    members += 1;
    return on.stage.createUser(`Setter${members}`, { locale });
  };

  describe('/language', () => {
    it.each(['tamil', 'தமிழ்', 'ta', 'TAM'])('saves %s as Tamil', async (typed) => {
      const member = newMember();
      const reply = await member
        .command(on.here, 'language', { subcommand: 'set', options: { language: typed } })
        .reply();
      expect(reply).toMatchObject({ content: 'Your music is now in **Tamil**.', ephemeral: true });
      expect(await on.listeners.profile(member.id)).toEqual({ language: 'ta' });
    });

    it('says so when the library has nothing in it, and saves it all the same', async () => {
      const member = newMember();
      const reply = await member
        .command(on.here, 'language', { subcommand: 'set', options: { language: 'french' } })
        .reply();
      expect(reply.content).toContain('**French**, but the library has nothing in it yet');
      expect(reply.content).toContain('Tamil');
      expect((await on.listeners.profile(member.id)).language).toBe('fr');
    });

    it('does not know "klingon", and escapes what was typed', async () => {
      const member = newMember();
      const set = (language: string) =>
        member.command(on.here, 'language', { subcommand: 'set', options: { language } }).reply();
      expect((await set('klingon')).content).toBe(
        'I know no language “klingon”. Write its English name, its own name or its code. The library has: Tamil.',
      );
      expect((await set('**[x](http://evil.example)**')).content).toContain('\\*\\*\\[x\\]');
      expect(await on.listeners.profile(member.id)).toEqual({});
    });

    it('changes the language of the replies, which Discord has no locale for', async () => {
      const member = newMember();
      const reply = await member
        .command(on.here, 'language', {
          subcommand: 'set',
          options: { interface: 'tamil', language: 'hindi' },
        })
        .reply();
      expect(reply.content).toContain('உங்கள் இசை இனி **இந்தி**');
      const shown = await member.command(on.here, 'language', { subcommand: 'show' }).reply();
      expect(shown.content).toContain('உங்கள் இசை: **இந்தி**. என் பதில்கள்: **தமிழ்**');
      const refused = await member
        .command(on.here, 'language', { subcommand: 'set', options: { interface: 'welsh' } })
        .reply();
      expect(refused.content).toContain('welsh');
    });

    it('asks which language when none is given', async () => {
      const reply = await newMember().command(on.here, 'language', { subcommand: 'set' }).reply();
      expect(reply.content).toContain('Which language?');
    });

    it('shows and clears', async () => {
      const member = newMember('hi');
      const show = () => member.command(on.here, 'language', { subcommand: 'show' }).reply();
      await on.listeners.setLanguage(member.id, 'ta');
      expect((await show()).content).toContain('**तमिल**');
      const cleared = await member.command(on.here, 'language', { subcommand: 'clear' }).reply();
      expect(cleared.content).toContain('मिटा दी गई');
      expect(await on.listeners.profile(member.id)).toEqual({});
      expect((await show()).content).toContain('हिन्दी');
    });

    it('offers the languages of replies by any name', async () => {
      const member = newMember();
      const values = async (typed: string) =>
        (await member.autocomplete(on.here, 'language', 'interface', typed, { subcommand: 'set' })).map(
          ({ value }) => value,
        );
      expect(await values('')).toEqual(['en', 'hi', 'ta', 'te']);
      expect(await values('te')).toEqual(['te']);
      expect(await values('தமிழ்')).toEqual(['ta']);
      expect(await values('Hin')).toEqual(['hi']);
    });
  });

  describe('/privacy', () => {
    it('says that nothing is saved', async () => {
      const reply = await newMember().command(on.here, 'privacy', { subcommand: 'show' }).reply();
      expect(reply.ephemeral).toBe(true);
      expect(textOf(reply)).toContain('Nothing. No language');
    });

    it('shows, exports and, once confirmed, forgets', async () => {
      const member = newMember();
      await on.listeners.setLanguage(member.id, 'ta');
      await on.listeners.agree(member.id);
      await on.listeners.record(member.id, { kind: 'play', tracks: ['happy-ta-1'] });

      const shown = await member.command(on.here, 'privacy', { subcommand: 'show' }).reply();
      expect(textOf(shown)).toContain('Tamil');
      expect(textOf(shown)).toMatch(/agreed on <t:\d+:D>/);

      const exported = await member.command(on.here, 'privacy', { subcommand: 'export' }).reply();
      expect(exported.ephemeral).toBe(true);
      const [file] = exported.attachments;
      expect(file?.name).toBe('ragamala-export.json');
      expect(JSON.parse(Buffer.from(file?.bytes ?? []).toString('utf8'))).toEqual(
        JSON.parse(JSON.stringify(await on.listeners.export(member.id))),
      );

      const forget = member.command(on.here, 'privacy', { subcommand: 'forget' });
      const question = await forget.reply();
      expect(question.buttons.map(({ customId }) => customId)).toEqual(['privacy:forget', 'privacy:keep']);
      expect((await on.listeners.export(member.id)).history).toHaveLength(1);
      const done = await forget.click('privacy:forget').reply();
      expect(done.content).toBe('Deleted: 2 records. I know nothing about you now.');
      expect(done.buttons).toEqual([]);
      expect(await on.listeners.export(member.id)).toEqual({ user: member.id, profile: {}, history: [] });
    });

    it('keeps everything when asked to', async () => {
      const member = newMember();
      await on.listeners.setLanguage(member.id, 'ta');
      const forget = member.command(on.here, 'privacy', { subcommand: 'forget' });
      await forget.reply();
      expect((await forget.click('privacy:keep').reply()).content).toBe('Nothing was deleted.');
      expect((await on.listeners.profile(member.id)).language).toBe('ta');
    });
  });

  it('/help lists every command', async () => {
    const reply = await newMember().command(on.here, 'help').reply();
    for (const name of [
      'mood',
      'language',
      'play',
      'queue',
      'skip',
      'pause',
      'resume',
      'stop',
      'nowplaying',
      'privacy',
    ]) {
      expect(textOf(reply)).toContain(`\`/${name}`);
    }
  });
});
