import { PermissionsBitField, type REST } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { inviteUrl } from '../../src/bot/invite.ts';
import { type Registration, registerCommands } from '../../src/bot/registration.ts';
import { buildRoutes } from '../../src/bot/router.ts';
import { sameCommands } from '../../src/bot/same-commands.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { openMemory } from '../../src/storage/memory.ts';
import { keepingLogger } from '../support/bot-on-stage.ts';

const ours = COMMANDS.map((command) => command.data.toJSON());

interface Known {
  name: string;
  options?: { name: string; choices?: unknown[]; required?: boolean }[];
  [field: string]: unknown;
}

/** As Discord gives commands back: with ids and every default filled in. */
const asServer = (): Known[] =>
  ours.map((command, index) => ({
    id: String(1_000 + index),
    application_id: '1',
    version: '9',
    default_member_permissions: null,
    dm_permission: false,
    integration_types: [0],
    nsfw: false,
    ...(JSON.parse(JSON.stringify(command)) as Known),
    type: 1,
  }));

describe('registration', () => {
  it('knows its own commands again, whatever defaults a server adds or leaves out', () => {
    expect(sameCommands(ours, asServer())).toBe(true);
    expect(sameCommands(ours, asServer().reverse())).toBe(true);
    const lean = asServer().map((command) =>
      JSON.parse(
        JSON.stringify(command, (_key, value) => (value === false || value === null ? undefined : value)),
      ),
    );
    expect(sameCommands(ours, lean)).toBe(true);
  });

  const changes: [string, (commands: ReturnType<typeof asServer>) => unknown][] = [
    ['a command is missing', (c) => c.pop()],
    ['a command is unknown', (c) => c.push({ ...c[0], name: 'old' })],
    ['a description changed', (c) => Object.assign(c[0] ?? {}, { description: 'x' })],
    ['a translation changed', (c) => Object.assign(c[0] ?? {}, { description_localizations: { hi: 'x' } })],
    ['an option is gone', (c) => c[0]?.options?.pop()],
    ['an option was added', (c) => c[0]?.options?.push({ name: 'more' })],
    ['an option is required now', (c) => Object.assign(c[0]?.options?.[1] ?? {}, { required: true })],
    ['options changed places', (c) => c[0]?.options?.reverse()],
    [
      'options appeared where we have none',
      (c) => Object.assign(c.at(-1) ?? {}, { options: [{ name: 'x' }] }),
    ],
    ['contexts changed', (c) => Object.assign(c[0] ?? {}, { contexts: [0, 1] })],
    [
      'a choice changed',
      (c) => (c[2]?.options as { choices?: unknown[] }[] | undefined)?.[0]?.choices?.pop(),
    ],
  ];
  it.each(changes)('notices that %s', (_what, change) => {
    const theirs = asServer();
    change(theirs);
    expect(sameCommands(ours, theirs)).toBe(false);
  });

  const route = '/applications/42/commands';

  /** A server that shows its commands in a way of its own, and a bot that remembers. */
  function meeting(show: (known: Known[]) => unknown) {
    const calls: string[] = [];
    let known: Known[] = [];
    const rest = {
      options: { api: 'http://127.0.0.1:1/api' } as REST['options'],
      get: async (path: string) => {
        calls.push(`GET ${path}`);
        return show(known);
      },
      put: async (path: string) => {
        calls.push(`PUT ${path}`);
        known = asServer();
        return known;
      },
    };
    const registrations = openMemory({ logger: keepingLogger() }).namespace<Registration>('registrations');
    const o = { rest, applicationId: '42', commands: ours, registrations, logger: keepingLogger() };
    return {
      o,
      puts: () => calls.filter((call) => call === `PUT ${route}`).length,
      forget: () => (known = []),
    };
  }

  it('puts all commands at once, and only when something differs', async () => {
    const { o, puts } = meeting((known) => known);
    expect(await registerCommands(o)).toBe('registered');
    const registrations = openMemory({ logger: keepingLogger() }).namespace<Registration>('registrations');
    expect(await registerCommands({ ...o, registrations })).toBe('unchanged');
    expect(puts()).toBe(1);
  });

  const absent = () => {
    throw new Error('404: Not Found');
  };
  it.each([
    ['does not show its commands', absent],
    ['shows none', () => []],
    ['shows names alone', (known: Known[]) => known.map(({ name }) => ({ name }))],
    ['answers nothing', () => undefined],
  ])('registers once with a server that %s', async (_how, show) => {
    const { o, puts } = meeting(show);
    expect(await registerCommands(o)).toBe('registered');
    expect(await registerCommands(o)).toBe('unchanged');
    expect(await registerCommands({ ...o, commands: ours.slice(1) })).toBe('registered');
    expect(await registerCommands({ ...o, commands: ours.slice(1), applicationId: '43' })).toBe('registered');
    expect(puts()).toBe(2);
  });

  it('registers again with a server that forgot', async () => {
    const { o, puts, forget } = meeting((known) => known.map(({ name }) => ({ name })));
    await registerCommands(o);
    forget();
    expect(await registerCommands(o)).toBe('registered');
    expect(puts()).toBe(2);
  });

  it('registers without a memory too', async () => {
    const fails = () => Promise.reject(new Error('full'));
    const { o } = meeting(absent);
    expect(await registerCommands({ ...o, registrations: { get: fails, set: fails } })).toBe('registered');
  });
});

describe('the list of commands', () => {
  it('is what members were promised', () => {
    expect(ours.map(({ name }) => name).sort()).toEqual([
      'help',
      'language',
      'mood',
      'nowplaying',
      'pause',
      'play',
      'privacy',
      'queue',
      'resume',
      'skip',
      'stop',
    ]);
  });

  it('fails the start when two commands or two handlers share a name', () => {
    expect(() => buildRoutes(COMMANDS)).not.toThrow();
    const [first] = COMMANDS;
    if (first === undefined) throw new Error('no commands');
    expect(() => buildRoutes([first, first])).toThrow('two commands are called /mood');
    const other = { ...first, data: { name: 'x', toJSON: () => ({ name: 'x', description: 'x' }) } };
    expect(() => buildRoutes([first, other])).toThrow('two commands handle components');
  });
});

describe('the invite link', () => {
  it('asks for just what is needed', () => {
    const url = new URL(inviteUrl('42'));
    const permissions = new PermissionsBitField(BigInt(url.searchParams.get('permissions') ?? '0'));
    expect(permissions.toArray().sort()).toEqual([
      'AttachFiles',
      'Connect',
      'EmbedLinks',
      'SendMessages',
      'Speak',
      'ViewChannel',
    ]);
    expect(url.searchParams.get('client_id')).toBe('42');
    expect(url.searchParams.get('scope')).toBe('bot applications.commands');
  });
});
