import { el } from '/page/dom.js';

/** The part of Discord's markup that replies use: bold, italic, code, strike, links, mentions, small text, headings. */
const INLINE =
  /(\\[*_~`|>#()[\]\\-])|\*\*(.+?)\*\*|__(.+?)__|\*(.+?)\*|_(.+?)_|~~(.+?)~~|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|<([@#])!?&?(\d+)>|<(\/[^:>]+):\d+>|<t:(\d+)(?::\w)?>/s;

/** @param names ids to names, for mentions of members and channels */
export function markdown(text, names) {
  const fragment = document.createDocumentFragment();
  text.split('\n').forEach((line, index) => {
    if (index > 0) fragment.append('\n');
    const small = /^-# (.*)$/.exec(line);
    const heading = /^#{1,3} (.*)$/.exec(line);
    if (small) fragment.append(el('small', {}, ...inline(small[1], names)));
    else if (heading) fragment.append(el('strong', {}, ...inline(heading[1], names)));
    else fragment.append(...inline(line, names));
  });
  return fragment;
}

function inline(text, names) {
  const found = INLINE.exec(text);
  if (found === null) return [text];
  const [whole, escaped, bold, underline, star, italic, strike, code, label, url, sigil, id, command, time] =
    found;
  const wrap = (tag, inner) => el(tag, {}, ...inline(inner, names));
  const node =
    escaped !== undefined
      ? escaped.slice(1)
      : bold !== undefined
        ? wrap('strong', bold)
        : underline !== undefined
          ? wrap('u', underline)
          : star !== undefined
            ? wrap('em', star)
            : italic !== undefined
              ? wrap('em', italic)
              : strike !== undefined
                ? wrap('s', strike)
                : code !== undefined
                  ? el('code', {}, code)
                  : label !== undefined
                    ? el('a', { href: url, rel: 'noreferrer', target: '_blank' }, label)
                    : id !== undefined
                      ? el('strong', {}, `${sigil === '#' ? '#' : '@'}${names(id)}`)
                      : command !== undefined
                        ? el('strong', {}, command)
                        : new Date(Number(time) * 1000).toLocaleTimeString();
  return [text.slice(0, found.index), node, ...inline(text.slice(found.index + whole.length), names)];
}
