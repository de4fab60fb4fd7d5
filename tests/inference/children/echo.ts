/** A child for worker-process.test.ts: it greets, then does with each request what the request says. */
const [mode] = process.argv.slice(2);

if (mode === 'mute') setInterval(() => undefined, 1000);
else if (mode === 'stillborn') process.exit(3);
else {
  process.on('message', ({ say, wait = 0, die }: { say: unknown; wait?: number; die?: boolean }) => {
    if (die === true) {
      process.stderr.write('my last words\n', () => process.exit(7));
      return;
    }
    setTimeout(() => process.send?.({ said: say, pid: process.pid }), wait);
  });
  if (mode !== 'blunt') process.send?.('hello');
}
