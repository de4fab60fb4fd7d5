/** A worker that a file breaks: killed by a signal at the first job that names a file to break on. */
process.on('message', (request: { id: number; input?: string }) => {
  if (request.input?.includes('segfault')) process.kill(process.pid, 'SIGSEGV');
  else if (request.input?.includes('hang')) setInterval(() => {}, 1000);
  else if (request.input?.includes('spin')) for (;;);
  else
    process.send?.({
      id: request.id,
      ok: true,
      result: { pid: process.pid, environment: Object.keys(process.env) },
    });
});
