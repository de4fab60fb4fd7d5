/**
 * npm start. The compiled form of our TypeScript is kept between starts: stripping its types costs each process half a
 * second and 17 MB. It has to be switched on before anything else is imported.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { resolve } from 'node:path';

enableCompileCache(resolve(import.meta.dirname, '../node_modules/.cache/compiled'));
const { launch } = await import('./launch.ts');
await launch();
// Now, since a process that is killed saves nothing.
flushCompileCache();
