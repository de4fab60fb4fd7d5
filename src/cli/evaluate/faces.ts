/** The whole path from photo to mood, on photos named for what they show, as they are and worn. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors.ts';
import type { MoodTable } from '../../inference/emotion/mood-table.ts';
import { openReader } from '../../inference/reader.ts';
import type { Logger } from '../../logger.ts';
import { type Task, UsageError } from '../command-line.ts';
import { mean } from '../statistics.ts';
import {
  accuracyInterval,
  isRight,
  type Judged,
  type Look,
  ourLook,
  peerLook,
  summarise,
  summariseByLabel,
} from './answers.ts';
import { evaluateOptions } from './options.ts';
import { eachPeer, withPeers } from './peers.ts';
import { type NamedPhoto, namedPhotos } from './photos.ts';
import {
  DARK,
  decodeUpright,
  JPEG,
  MIRRORED,
  ROLLED,
  SAME_MOOD,
  SMALL,
  VARIANTS_HELP,
  type Variant,
} from './variants.ts';

/** What --variants takes, and the versions of a photo that each needs. */
const GROUPS: Readonly<Record<string, readonly Variant[]>> = {
  rolled: ROLLED,
  small: SMALL,
  dark: [DARK],
  mirrored: [MIRRORED],
  jpeg: [JPEG],
  consistency: Object.values(SAME_MOOD),
};
const PHOTOS_A_LINE = 10;

export const faces: Task = {
  name: 'faces',
  summary: 'detection, emotion, mood on photos NAME-smiling.jpg: --data FOLDER [--variants NAMES] [--peers]',
  help: `--data FOLDER [options]

Reads photographs from beginning to end, as the bot does: NAME-WORD.jpg, where WORD is neutral, smiling (or happy), sad,
surprised, angry, disgusted, afraid (or fearful) or contemptuous. The largest face counts.

  --data FOLDER     the photographs
  --limit N         the first N of them, by name
  --variants NAMES  some of ${Object.keys(GROUPS).join(',')}, or none; all by default
  --peers           the same photographs and variants by @vladmandic/human and @vladmandic/face-api
  --models FOLDER   other models than this project's
  --json            as one line of JSON

detection_rate          share of photos in which a face is found
accuracy                its most probable emotion of eight is the true one; no face is wrong
mood_accuracy           the mood with the largest summed probability is that of the true emotion
answered_accuracy       as accuracy, where a reading under the model's threshold is answered as neutral
answered_mood_accuracy  the mood that the bot answers, with that fallback, is that of the true emotion
confident_rate          share of photos whose reading reaches the threshold
accuracy_interval       95 %, bootstrap over people (what stands before -WORD)
consistency             share of pairs of a photo in which a face was found and a version of it to which the bot
                        answers the same mood
unreadable              photos that cannot be decoded: named, and not among the others

Variants:
${VARIANTS_HELP}`,
  async run({ rest, logger }) {
    const options = evaluateOptions(rest, ['variants', 'peers']);
    const groups = options.variants ?? Object.keys(GROUPS);
    const unknown = groups.find((name) => GROUPS[name] === undefined);
    if (unknown !== undefined)
      throw new UsageError(
        `--variants: expected some of ${Object.keys(GROUPS).join(',')} or none, received ${unknown}`,
      );
    const photos = (await namedPhotos(options.data)).slice(0, options.limit);
    return withPeers(options.peers, logger, async (opened) => {
      const parts = await openReader(options.models);
      const measure = (look: Look) =>
        measureFaces({ folder: options.data, photos, groups, look, table: parts.table, logger });
      const figures = await measure(ourLook(parts)).finally(() =>
        Promise.all([parts.detector.close(), parts.classifier.close()]),
      );
      const peers = await eachPeer(opened, logger, (peer) => measure(peerLook(peer, parts.table)));
      return { ...figures, ...peers };
    });
  },
};

interface Measurement {
  readonly folder: string;
  readonly photos: readonly NamedPhoto[];
  readonly groups: readonly string[];
  readonly look: Look;
  readonly table: MoodTable;
  readonly logger: Logger;
}

/** What is seen in the photos as they are, and in each variant of them, in the same order. */
interface Seen {
  readonly asTheyAre: Judged[];
  readonly worn: ReadonlyMap<Variant, Judged[]>;
  /** Names of photos that cannot be decoded, with the reason. */
  readonly unreadable: string[];
  readonly wrong: string[];
}

async function measureFaces(measurement: Measurement) {
  const { groups, table } = measurement;
  const { asTheyAre, worn, unreadable, wrong } = await seeAll(measurement);
  const of = (variant: Variant) => worn.get(variant) ?? [];
  const figures: Record<string, object> = {
    rolled: {
      ...summariseByLabel(ROLLED.flatMap(of), table),
      per_angle: Object.fromEntries(ROLLED.map((variant) => [variant.name, summarise(of(variant), table)])),
    },
    small: Object.fromEntries(SMALL.map((variant) => [variant.name, summariseByLabel(of(variant), table)])),
    dark: summariseByLabel(of(DARK), table),
    mirrored: summariseByLabel(of(MIRRORED), table),
    jpeg: summariseByLabel(of(JPEG), table),
  };
  return {
    ...summariseByLabel(asTheyAre, table),
    accuracy_interval: accuracyInterval(asTheyAre),
    ...Object.fromEntries(Object.entries(figures).filter(([name]) => groups.includes(name))),
    ...(groups.includes('consistency') ? consistency(asTheyAre, of) : {}),
    wrong,
    unreadable: { n: unreadable.length, files: unreadable },
  };
}

async function seeAll({ folder, photos, groups, look, logger }: Measurement): Promise<Seen> {
  const variants = new Set(groups.flatMap((name) => GROUPS[name] ?? []));
  const worn = new Map([...variants].map((variant) => [variant, [] as Judged[]]));
  const seen: Seen = { asTheyAre: [], worn, unreadable: [], wrong: [] };
  for (const [i, { file, person, truth }] of photos.entries()) {
    if (i % PHOTOS_A_LINE === 0) logger.info(`${i} of ${photos.length} photos`);
    try {
      const bytes = await readFile(path.join(folder, file));
      const upright = await decodeUpright(bytes);
      const judged = { person, truth, answer: await look(bytes) };
      const versions: Judged[] = [];
      for (const variant of variants)
        versions.push({ person, truth, answer: await look(await variant.make(upright)) });
      seen.asTheyAre.push(judged);
      [...variants].forEach((variant, k) => {
        worn.get(variant)?.push(versions[k] as Judged);
      });
      if (!isRight(judged))
        seen.wrong.push(`${file}: ${judged.answer.found ? judged.answer.emotion : 'no face'}`);
    } catch (error) {
      if (!(error instanceof AppError && error.code.startsWith('photo.'))) throw error;
      seen.unreadable.push(`${file}: ${error.code}`);
    }
  }
  return seen;
}

/** Pairs of a photo in which a face was found and a version of it: whether the same mood is answered. */
function consistency(asTheyAre: readonly Judged[], of: (variant: Variant) => readonly Judged[]) {
  const pairs = Object.entries(SAME_MOOD).flatMap(([name, variant]) =>
    asTheyAre.flatMap(({ answer }, i) => {
      const other = of(variant)[i]?.answer;
      return answer.found
        ? [{ name, same: other?.found === true && other.answeredMood === answer.answeredMood }]
        : [];
    }),
  );
  const share = (some: readonly { readonly same: boolean }[]) => mean(some.map(({ same }) => Number(same)));
  return {
    consistency: share(pairs),
    consistency_pairs: pairs.length,
    consistency_per_variant: Object.fromEntries(
      [...Map.groupBy(pairs, ({ name }) => name)].map(([name, some]) => [name, share(some)]),
    ),
  };
}
