/** Latin, Greek and Cyrillic accents; the vowel signs of Indic scripts and the dots of Arabic letters stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Text as it is compared: without case, accents and width, spaces as one, so that `Español` finds `espanol`. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(/\s+/g, ' ')
    .trim();
}
