/** Seeded randomness: the same seed gives the same piece on every machine. Uniform in 0..1, 1 excluded. */
export type Random = () => number;

/**
 * sfc32, a small fast 128-bit counting generator that passes PractRand (Chris Doty-Humphrey, 2010).
 * The text seed is spread with FNV-1a, and the first outputs are thrown away so that near seeds part.
 */
export function createRandom(seed: string): Random {
  let a = fnv1a(seed, 0x811c9dc5);
  let b = fnv1a(seed, a);
  let c = fnv1a(seed, b);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** One of the items, each as likely. @throws RangeError when there is none */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('pick: expected at least one item');
  return item;
}

/** Uniform between the two bounds. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}
