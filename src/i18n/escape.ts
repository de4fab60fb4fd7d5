/** Longest piece of foreign text (a title, a file name, what a member typed) that a sentence carries, in characters. */
const LONGEST = 120;

/**
 * Foreign text made harmless for a Discord message: one line, no control or direction-changing characters, every
 * character that Markdown or a mention could be made of escaped, cut to a bearable length.
 */
export function plain(text: string, longest = LONGEST): string {
  const line = text
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return truncate(line, longest).replace(/[\\*_~`|<>[\]()#]/g, '\\$&');
}

/** Cuts to at most `longest` characters (code points, never half a one), the last of them an ellipsis if cut. */
export function truncate(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
