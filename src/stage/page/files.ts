/** The page's own files and sample photos, read once: a table from path to bytes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
};

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * @param samplesFolder a folder of JPEG photos; none are offered when it is absent
 * @returns paths of this server to files, and the samples' paths in order
 */
export function readPageFiles(samplesFolder: string): {
  files: ReadonlyMap<string, PageFile>;
  samples: readonly string[];
} {
  const files = new Map<string, PageFile>();
  const add = (folder: string, prefix: string): string[] =>
    readdirSync(folder)
      .sort()
      .flatMap((name) => {
        const type = TYPES[extname(name)];
        if (type === undefined) return [];
        const path = name === 'index.html' ? '/' : `${prefix}${name}`;
        files.set(path, { type, bytes: readFileSync(join(folder, name)) });
        return [path];
      });
  add(join(import.meta.dirname, 'public'), '/page/');
  const samples = existsSync(samplesFolder) ? add(samplesFolder, '/page/samples/') : [];
  return { files, samples };
}
