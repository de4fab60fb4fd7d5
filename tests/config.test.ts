import { describe, expect, it } from 'vitest';
import { ConfigError, DEFAULT_DISCORD_API, readConfig } from '../src/config.ts';

const root = '/srv/ragamala';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env, root);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('starts on defaults alone', () => {
    const config = readConfig({}, root);
    expect(config.discord).toEqual({ token: undefined, api: DEFAULT_DISCORD_API });
    expect(config.store).toBe('sqlite:///srv/ragamala/library/ragamala.sqlite');
    expect(config.library).toBe('/srv/ragamala/library');
    expect(config.maxPhotoBytes).toBe(10 * 1024 * 1024);
  });

  it('takes an empty value as not set', () => {
    expect(readConfig({ DISCORD_TOKEN: ' ', LOG_LEVEL: '' }, root)).toEqual(readConfig({}, root));
  });

  it('puts relative paths under the project and keeps absolute ones', () => {
    expect(readConfig({ STORE: 'sqlite://data/a b.sqlite' }, root).store).toBe(
      'sqlite:///srv/ragamala/data/a b.sqlite',
    );
    expect(readConfig({ STORE: 'sqlite:///var/r.sqlite' }, root).store).toBe('sqlite:///var/r.sqlite');
    expect(readConfig({ LIBRARY: '../music' }, root).library).toBe('/srv/music');
  });

  it('judges no form of token', () => {
    expect(readConfig({ DISCORD_TOKEN: 'anything' }, root).discord.token).toBe('anything');
  });

  it('names every fault at once, with what was expected and what came', () => {
    const faults = faultsOf({
      DISCORD_API: 'https://discord.com/api/v10',
      STORE: 'mongodb://localhost',
      STAGE_PORT: '70000',
      MAX_PHOTO_MIB: 'ten',
      LOG_LEVEL: 'loud',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'DISCORD_API',
      'STORE',
      'STAGE_PORT',
      'MAX_PHOTO_MIB',
      'LOG_LEVEL',
    ]);
    expect(faults[4]).toContain('received "loud"');
  });

  it('never repeats a password', () => {
    const [fault] = faultsOf({ STORE: 'mysql://host:secret@db/ragamala' });
    expect(fault).toContain('mysql://…@db/ragamala');
    expect(fault).not.toContain('secret');
    const [odd] = faultsOf({ STORE: 'mysql://host:p@ss/word@db/ragamala' });
    expect(odd).toContain('mysql://…@db/ragamala');
    expect(odd).not.toContain('word');
  });

  it('refuses sqlite:// without a path', () => {
    expect(faultsOf({ STORE: 'sqlite://' })).toHaveLength(1);
  });
});
