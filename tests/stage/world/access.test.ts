import { describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, bits, type PermissionName } from '../../../src/stage/protocol/permissions.ts';
import { may, permissionsOf } from '../../../src/stage/world/access.ts';
import { createSnowflakes, timeOfSnowflake } from '../../../src/stage/world/snowflake.ts';
import type { Channel, Guild, Overwrite, Role } from '../../../src/stage/world/state.ts';

const GUILD = '1';
const OWNER = '2';
const MEMBER = '3';

function guildWith(
  roles: Record<string, PermissionName[]>,
  overwrites: [string, 0 | 1, PermissionName[], PermissionName[]][] = [],
) {
  const role = (id: string, names: PermissionName[]): [string, Role] => [
    id,
    { id, name: id, permissions: bits(...names), position: 0, managed: false },
  ];
  const ofMember = new Set(Object.keys(roles).filter((id) => id !== GUILD));
  const guild: Guild = {
    id: GUILD,
    name: 'guild',
    ownerId: OWNER,
    joinedAt: 0,
    roles: new Map(Object.entries(roles).map(([id, names]) => role(id, names))),
    members: new Map([
      [OWNER, { userId: OWNER, joinedAt: 0, roleIds: new Set() }],
      [MEMBER, { userId: MEMBER, joinedAt: 0, roleIds: ofMember }],
    ]),
    channels: new Map(),
    voice: new Map(),
  };
  const channel: Channel = {
    id: '9',
    guildId: GUILD,
    type: 2,
    name: 'channel',
    position: 0,
    overwrites: new Map(
      overwrites.map(([id, type, allow, deny]): [string, Overwrite] => [
        id,
        { id, type, allow: bits(...allow), deny: bits(...deny) },
      ]),
    ),
    userLimit: 0,
    lastMessageId: null,
  };
  return { guild, channel };
}

/** Discord docs, "Permissions", permission overwrites: each row is a rule of the hierarchy there. */
describe('permissions', () => {
  it.each<
    [string, Record<string, PermissionName[]>, [string, 0 | 1, PermissionName[], PermissionName[]][], boolean]
  >([
    ['roles add up', { [GUILD]: [], a: ['CONNECT'], b: [] }, [], true],
    ['nobody has what no role gives', { [GUILD]: [], a: ['SPEAK'] }, [], false],
    ['@everyone is denied in a channel', { [GUILD]: ['CONNECT'] }, [[GUILD, 0, [], ['CONNECT']]], false],
    [
      'a role’s overwrite beats @everyone’s',
      { [GUILD]: ['CONNECT'], a: [] },
      [
        [GUILD, 0, [], ['CONNECT']],
        ['a', 0, ['CONNECT'], []],
      ],
      true,
    ],
    [
      'among roles an allowance beats a denial',
      { [GUILD]: ['CONNECT'], a: [], b: [] },
      [
        ['a', 0, [], ['CONNECT']],
        ['b', 0, ['CONNECT'], []],
      ],
      true,
    ],
    [
      'the member’s own overwrite comes last',
      { [GUILD]: ['CONNECT'], a: [] },
      [
        ['a', 0, ['CONNECT'], []],
        [MEMBER, 1, [], ['CONNECT']],
      ],
      false,
    ],
    ['another role’s overwrite does not count', { [GUILD]: ['CONNECT'] }, [['z', 0, [], ['CONNECT']]], true],
    [
      'an administrator is not denied',
      { [GUILD]: [], a: ['ADMINISTRATOR'] },
      [[MEMBER, 1, [], ['CONNECT']]],
      true,
    ],
  ])('%s', (_rule, roles, overwrites, expected) => {
    const { guild, channel } = guildWith(roles, overwrites);
    expect(may(guild, MEMBER, channel, 'CONNECT')).toBe(expected);
  });

  it('give the owner all and a stranger none', () => {
    const { guild, channel } = guildWith({ [GUILD]: ['CONNECT'] }, [[OWNER, 1, [], ['CONNECT']]]);
    expect(permissionsOf(guild, OWNER, channel)).toBe(ALL_PERMISSIONS);
    expect(permissionsOf(guild, '404', channel)).toBe(0n);
  });
});

describe('snowflakes', () => {
  it('rise strictly, whatever the clock does, and tell their time', () => {
    const times = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1), Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 2)];
    let at = 0;
    const next = createSnowflakes(() => times[at++] ?? 0);
    const ids = times.map(() => next());
    expect([...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map(timeOfSnowflake)).toEqual([times[0], times[0], times[0], times[3]]);
    // discord.js and @discordjs/voice look for 17 to 19 digits.
    expect(ids.every((id) => /^\d{17,19}$/.test(id))).toBe(true);
  });
});
