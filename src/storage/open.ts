import { isAbsolute, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { openMemory } from './memory.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/**
 * @param url `sqlite://PATH` (all behind `sqlite://` is a path, relative to root unless it begins with `/`) or
 *   `memory://`
 * @throws AppError store.unsupported for any other store, store.corrupt, store.unavailable … when it does not open
 */
export async function openStore(url: string, o: { logger: Logger; root: string }): Promise<Store> {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(url) ?? [];
  if (scheme === 'memory') return openMemory({ logger: o.logger });
  if (scheme === 'sqlite' && rest !== '') {
    return openSqlite(isAbsolute(rest) ? rest : resolve(o.root, rest), { logger: o.logger });
  }
  // The rest of the URL may hold a password, so only its scheme is named.
  throw new AppError('store.unsupported', {
    scheme: scheme || 'none',
    expected: 'sqlite://PATH',
    remedy: 'Set STORE=sqlite://PATH; other databases are not yet supported.',
  });
}
