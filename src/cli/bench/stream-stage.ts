/**
 * The stage of `bench stream`, in a process of its own so that measuring does not slow what is measured. It plays the
 * members: they ask for music, listen, send photos; packets are stamped as they arrive. Spoken to over Node's IPC,
 * one answer for each request.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../errors.ts';
import { createLogger } from '../../logger.ts';
import { botEnvironment } from '../../stage/bot-environment.ts';
import { startStage } from '../../stage/index.ts';
import type { MemberInteraction } from '../../stage/member/interaction.ts';
import type { StageMember } from '../../stage/member/member.ts';
import type { Listener } from '../../stage/voice/listener.ts';
import { quantile } from '../statistics.ts';

export type StageRequest =
  /** Somebody in each of so many guilds asks for music and listens. */
  | { readonly kind: 'play'; readonly streams: number }
  /** Packets are stamped for a while, or while so many members send a photo at once, round after round. */
  | { readonly kind: 'listen'; readonly ms: number }
  | { readonly kind: 'moods'; readonly photo: string; readonly count: number; readonly rounds: number };

export interface Gaps {
  readonly gap_p50_ms: number;
  readonly gap_p99_ms: number;
  readonly gap_max_ms: number;
  readonly gaps: number;
  /** From a photo sent to its mood answered; only with `moods`. */
  readonly mood_p50_ms?: number;
}

export type StageAnswer =
  | { readonly kind: 'open'; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'playing' }
  | { readonly kind: 'gaps'; readonly gaps: Gaps }
  | { readonly kind: 'failed'; readonly problem: string };

const START_LIMIT_MS = 30_000;
const MOOD_LIMIT_MS = 30_000;
const BETWEEN_ROUNDS_MS = 1_000;
const MOODS = ['happy', 'sad', 'calm', 'energetic'] as const;

const stage = await startStage({ logger: createLogger('warn') });
const ears: Listener[] = [];
const say = (answer: StageAnswer) => process.send?.(answer);

/** So that a stream in a measured time does not end, the mood's whole mix is queued. */
async function play(streams: number): Promise<void> {
  for (let i = 0; i < streams; i++) {
    const guild = i === 0 ? stage.guild : stage.createGuild({ name: `Guild ${i}` });
    const member = stage.createUser(`Listener ${i}`);
    const ear = await member.joinVoice(guild.voiceChannelId);
    const mood = MOODS[i % MOODS.length] ?? 'calm';
    await member.command({ channelId: guild.textChannelId }, 'play', { options: { mood } }).reply();
    ears.push(ear);
    await heard(ear);
  }
}

async function heard(ear: Listener): Promise<void> {
  const end = performance.now() + START_LIMIT_MS;
  while (!ear.packets().some((packet) => packet.opus !== undefined && packet.encrypted)) {
    if (performance.now() > end) throw new Error('no packet was heard');
    await sleep(20);
  }
}

/** @returns the times between packets, of every listener */
async function gapsDuring(act: () => Promise<unknown>): Promise<number[]> {
  const marks = ears.map((ear) => ear.mark());
  await act();
  return ears.flatMap((ear, i) => {
    // A silence of the player's own, between two tracks without one ready, is no lateness.
    const packets = ear.packets(marks[i]).filter(({ encrypted }) => encrypted);
    return packets.slice(1).map(({ arrivedAt }, j) => arrivedAt - (packets[j]?.arrivedAt ?? 0));
  });
}

function figures(gaps: readonly number[]): Omit<Gaps, 'mood_p50_ms'> {
  if (gaps.length === 0) throw new Error('nothing was heard while measuring');
  return {
    gap_p50_ms: quantile(gaps, 0.5),
    gap_p99_ms: quantile(gaps, 0.99),
    gap_max_ms: Math.max(...gaps),
    gaps: gaps.length,
  };
}

/** The first use asks for consent; these members give theirs before the clock runs. */
async function askers(count: number, photo: Buffer): Promise<StageMember<Listener>[]> {
  const members = Array.from({ length: count }, (_, i) => stage.createUser(`Asker ${i}`));
  for (const member of members) {
    const interaction = sendPhoto(member, photo);
    await interaction.reply();
    await mood(interaction.click('consent:agree'));
  }
  return members;
}

function sendPhoto(member: StageMember<Listener>, bytes: Buffer): MemberInteraction {
  return member.command({ channelId: stage.guild.textChannelId }, 'mood', {
    options: { play: false },
    attachments: { photo: { name: 'photo.jpg', bytes } },
  });
}

/** The answer with the picture of the probabilities in it. */
async function mood(interaction: MemberInteraction): Promise<void> {
  let message = await interaction.reply({ timeoutMs: MOOD_LIMIT_MS });
  while (message.attachments.length === 0) message = await interaction.nextEdit({ timeoutMs: MOOD_LIMIT_MS });
}

async function moods(photo: Buffer, count: number, rounds: number): Promise<Gaps> {
  const members = await askers(count, photo);
  const times: number[] = [];
  const ask = async (member: StageMember<Listener>) => {
    const began = performance.now();
    await mood(sendPhoto(member, photo));
    times.push(performance.now() - began);
  };
  const gaps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    gaps.push(...(await gapsDuring(() => Promise.all(members.map(ask)))));
    // The bot takes one photo of a member at a time, and is done with it a little after its answer is seen.
    await sleep(BETWEEN_ROUNDS_MS);
  }
  return { ...figures(gaps), mood_p50_ms: quantile(times, 0.5) };
}

async function answer(request: StageRequest): Promise<StageAnswer> {
  switch (request.kind) {
    case 'play':
      await play(request.streams);
      return { kind: 'playing' };
    case 'listen':
      return { kind: 'gaps', gaps: figures(await gapsDuring(() => sleep(request.ms))) };
    case 'moods':
      return {
        kind: 'gaps',
        gaps: await moods(await readFile(request.photo), request.count, request.rounds),
      };
  }
}

const folder = await mkdtemp(join(tmpdir(), 'ragamala-stage-'));
process.on('message', (request: StageRequest) => {
  answer(request).then(say, (error: unknown) => say({ kind: 'failed', problem: messageOf(error) }));
});
const close = async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
};
process.once('SIGTERM', close);
process.once('disconnect', close);
say({ kind: 'open', env: await botEnvironment(stage, folder) });
