import type { Command } from './command.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { mood } from './mood/mood.ts';
import { nowplaying } from './nowplaying.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { privacy } from './privacy.ts';
import { queue } from './queue.ts';
import { resume } from './resume.ts';
import { skip } from './skip.ts';
import { stop } from './stop.ts';

/** Every command. To add one: write it as a file beside the others and name it here. */
export const COMMANDS: readonly Command[] = [
  mood,
  language,
  play,
  queue,
  nowplaying,
  skip,
  pause,
  resume,
  stop,
  privacy,
  help,
];
