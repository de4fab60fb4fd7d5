/** The thread in which all booths of a jukebox play; started by booth-thread.ts. */
import { setDefaultCACertificates } from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';
import { type Booth, createBooth } from './booth.ts';
import type { FromThread, ThreadSettings, ToThread } from './booth-thread.ts';
import { systemClock } from './clock.ts';
import { openOggOpus } from './ogg-opus.ts';

const { group, waits, certificates } = workerData as ThreadSettings;
// What the process trusts is kept by thread: the stage's certificate has to be handed on.
setDefaultCACertificates([...certificates]);

const booths = new Map<string, Booth>();

function boothOf(guildId: string): Booth {
  const known = booths.get(guildId);
  if (known !== undefined) return known;
  const emit = (event: FromThread['event']) =>
    parentPort?.postMessage({ guildId, event } satisfies FromThread);
  const booth = createBooth({ guildId, group, waits, emit, clock: systemClock, open: openOggOpus });
  booths.set(guildId, booth);
  return booth;
}

parentPort?.on('message', ({ guildId, command }: ToThread) => {
  if (command !== 'close') {
    boothOf(guildId).send(command);
    return;
  }
  booths.get(guildId)?.close();
  booths.delete(guildId);
});
