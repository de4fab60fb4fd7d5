import { el, post } from '/page/dom.js';
import { markdown } from '/page/markdown.js';

const BUTTON = 2;
const STRING_SELECT = 3;
const ROW = 1;
const LINK_STYLE = 5;
const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;

/** Draws one message object of Discord's API. @param names ids to names; @param onError gets a refused click */
export function drawMessage(message, names, userId, onError) {
  const ephemeral = (message.flags & EPHEMERAL) !== 0;
  const loading = (message.flags & LOADING) !== 0;
  const author = message.author.global_name ?? message.author.username;
  const shown = new Set();
  const images = new Map(message.attachments.map((file) => [`attachment://${file.filename}`, file.url]));
  const embeds = message.embeds.map((embed) => drawEmbed(embed, images, shown, names));
  return el(
    'li',
    {
      class: `message${message.author.bot ? ' bot' : ''}${ephemeral ? ' ephemeral' : ''}`,
      'data-id': message.id,
    },
    el('span', { class: 'avatar', 'aria-hidden': 'true' }, author.slice(0, 1)),
    el('div', { class: 'byline' }, author, note(message, ephemeral)),
    loading ? el('div', { class: 'content' }, el('em', {}, `${author} is thinking…`)) : undefined,
    message.content ? el('div', { class: 'content' }, markdown(message.content, names)) : undefined,
    ...embeds,
    ...message.attachments.filter((file) => !shown.has(file.url)).map(drawAttachment),
    ...(message.components ?? []).map((row) => drawRow(row, message, userId, onError)),
  );
}

function note(message, ephemeral) {
  const time = new Date(message.timestamp).toLocaleTimeString();
  return el('small', {}, ephemeral ? `${time} · only you can see this` : time);
}

function drawAttachment(file) {
  return file.content_type?.startsWith('image/')
    ? el('img', { src: file.url, alt: file.description ?? file.filename })
    : el('a', { href: file.url, download: file.filename }, `📎 ${file.filename}`);
}

function drawEmbed(embed, images, shown, names) {
  const image = (picture) => {
    if (picture?.url === undefined) return undefined;
    const url = images.get(picture.url) ?? picture.url;
    shown.add(url);
    return el('img', { src: url, alt: embed.title ?? '' });
  };
  const box = el(
    'div',
    { class: 'embed' },
    embed.author ? el('div', { class: 'foot' }, embed.author.name) : undefined,
    embed.title ? el('h3', {}, markdown(embed.title, names)) : undefined,
    embed.description ? el('div', { class: 'content' }, markdown(embed.description, names)) : undefined,
    embed.fields?.length
      ? el(
          'div',
          { class: 'fields' },
          ...embed.fields.map((field) =>
            el(
              'div',
              { class: `field${field.inline ? ' inline' : ''}` },
              el('b', {}, markdown(field.name, names)),
              markdown(field.value, names),
            ),
          ),
        )
      : undefined,
    image(embed.image),
    image(embed.thumbnail),
    embed.footer ? el('div', { class: 'foot' }, embed.footer.text) : undefined,
  );
  if (embed.color !== undefined && embed.color !== null)
    box.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  return box;
}

function drawRow(row, message, userId, onError) {
  if (row.type !== ROW) return undefined;
  const act = async (element, component, values) => {
    element.disabled = true;
    try {
      await post('/page/component', { userId, messageId: message.id, customId: component.custom_id, values });
    } catch (error) {
      onError(error.message);
    } finally {
      element.disabled = component.disabled === true;
    }
  };
  return el(
    'div',
    { class: 'components' },
    ...row.components.map((component) => drawComponent(component, act)),
  );
}

function drawComponent(component, act) {
  const emoji = component.emoji?.name ? `${component.emoji.name} ` : '';
  if (component.type === BUTTON && component.style === LINK_STYLE)
    return el(
      'a',
      { href: component.url, rel: 'noreferrer', target: '_blank' },
      emoji + (component.label ?? ''),
    );
  if (component.type === BUTTON)
    return el(
      'button',
      {
        type: 'button',
        class: `style-${component.style}`,
        disabled: component.disabled === true,
        'data-custom-id': component.custom_id,
        onclick: (event) => act(event.currentTarget, component),
      },
      emoji + (component.label ?? ''),
    );
  if (component.type === STRING_SELECT)
    return el(
      'select',
      {
        disabled: component.disabled === true,
        'data-custom-id': component.custom_id,
        onchange: (event) => act(event.currentTarget, component, [event.currentTarget.value]),
      },
      el(
        'option',
        { value: '', disabled: true, selected: !component.options.some((o) => o.default) },
        component.placeholder ?? 'Choose…',
      ),
      ...component.options.map((option) =>
        el(
          'option',
          { value: option.value, selected: option.default === true },
          `${option.emoji?.name ? `${option.emoji.name} ` : ''}${option.label}`,
        ),
      ),
    );
  return undefined;
}
