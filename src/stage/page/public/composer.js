import { el, post } from '/page/dom.js';

/** Discord's option types (ApplicationCommandOptionType). */
const SUBCOMMAND = 1;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;
const ATTACHMENT = 11;

/** Every command that can be sent, subcommands flattened: `{label: 'language set', path, description, options}`. */
export function flatten(commands) {
  return commands.flatMap((command) => {
    const subcommands = (command.options ?? []).filter((option) => option.type === SUBCOMMAND);
    if (subcommands.length === 0)
      return [
        {
          label: command.name,
          name: command.name,
          description: command.description,
          options: command.options ?? [],
        },
      ];
    return subcommands.map((sub) => ({
      label: `${command.name} ${sub.name}`,
      name: command.name,
      subcommand: sub.name,
      description: sub.description,
      options: sub.options ?? [],
    }));
  });
}

/**
 * The fields of one command. `read()` gives what is to be sent; a field left empty is left out.
 * @param context gives the member and channel at the time of asking, for autocomplete
 */
export function optionFields(command, samples, context) {
  const fields = command.options.map((option) => field(option, command, samples, context));
  return {
    elements: fields.map(({ element }) => element),
    read() {
      const options = {};
      const files = {};
      for (const { name, type, value } of fields) {
        const given = value();
        if (given === undefined) continue;
        if (type === ATTACHMENT) files[name] = given;
        else options[name] = given;
      }
      return { options, files };
    },
  };
}

function field(option, command, samples, context) {
  const name = option.name;
  const label = (...children) =>
    el('label', { title: option.description }, `${name}${option.required ? '' : ' (optional)'}`, ...children);
  if (option.type === ATTACHMENT) return photoField(option, samples);
  if (option.type === BOOLEAN || option.choices?.length) {
    const choices = option.choices ?? [
      { name: 'yes', value: true },
      { name: 'no', value: false },
    ];
    const select = el(
      'select',
      { name, required: option.required },
      el('option', { value: '' }, '–'),
      ...choices.map((choice, index) => el('option', { value: index }, choice.name)),
    );
    return {
      name,
      type: option.type,
      element: label(select),
      value: () => choices[select.value === '' ? -1 : Number(select.value)]?.value,
    };
  }
  const numeric = option.type === INTEGER || option.type === NUMBER;
  const input = el('input', {
    name,
    required: option.required,
    type: numeric ? 'number' : 'text',
    step: option.type === NUMBER ? 'any' : undefined,
    min: option.min_value,
    max: option.max_value,
    maxlength: option.max_length,
    placeholder: option.description,
    size: 26,
  });
  let picked;
  const element = option.autocomplete
    ? label(
        input,
        suggestions(input, option, command, context, (value) => {
          picked = value;
        }),
      )
    : label(input);
  input.addEventListener('input', () => {
    picked = undefined;
  });
  return {
    name,
    type: option.type,
    element,
    value: () => picked ?? (input.value === '' ? undefined : numeric ? Number(input.value) : input.value),
  };
}

/** Asks the bot while the member types, as Discord does, and lets an answer be picked. */
function suggestions(input, option, command, context, pick) {
  const list = el('ul', { class: 'choices', hidden: true });
  let asked = 0;
  let timer;
  const ask = async () => {
    const mine = ++asked;
    const choices = await post('/page/autocomplete', {
      ...context(),
      name: command.name,
      subcommand: command.subcommand,
      option: option.name,
      partial: input.value,
    }).catch(() => []);
    if (mine !== asked || !Array.isArray(choices)) return;
    list.replaceChildren(
      ...choices.map((choice) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              onmousedown: (event) => event.preventDefault(),
              onclick: () => {
                input.value = choice.name;
                pick(choice.value);
                list.hidden = true;
              },
            },
            choice.name,
          ),
        ),
      ),
    );
    list.hidden = choices.length === 0;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  };
  input.addEventListener('input', soon);
  input.addEventListener('focus', soon);
  input.addEventListener('blur', () => {
    clearTimeout(timer);
    asked++;
    list.hidden = true;
  });
  return list;
}

/** A place to drop a photo on, to choose one, or to take one of the credited samples. */
function photoField(option, samples) {
  let file;
  const chooser = el('input', { type: 'file', class: 'visually-hidden', name: option.name });
  const hint = el(
    'span',
    {},
    `${option.name}${option.required ? '' : ' (optional)'}: drop a file here, or choose one`,
  );
  const drop = el('label', { class: 'drop' }, chooser, hint);
  const take = (taken) => {
    if (taken === undefined) return;
    file = taken;
    const picture = taken.type.startsWith('image/')
      ? el('img', {
          src: URL.createObjectURL(taken),
          alt: '',
          // An HEIC, say, which browsers do not show.
          onerror: (event) => event.target.remove(),
        })
      : undefined;
    hint.textContent = taken.name;
    drop.querySelector('img')?.remove();
    if (picture) drop.prepend(picture);
  };
  chooser.addEventListener('change', () => take(chooser.files[0]));
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take(event.dataTransfer.files[0]);
  });
  const shelf =
    samples.length === 0 || !option.required
      ? undefined
      : el(
          'span',
          { class: 'samples', title: 'Face Research Lab London Set, DeBruine & Jones 2017, CC BY 4.0' },
          'or a sample:',
          ...samples.map((url) =>
            el(
              'button',
              {
                type: 'button',
                'aria-label': `sample photo ${url.split('/').pop()}`,
                onclick: async () => {
                  const blob = await (await fetch(url)).blob();
                  take(new File([blob], url.split('/').pop(), { type: blob.type }));
                },
              },
              el('img', { src: url, alt: '' }),
            ),
          ),
        );
  return {
    name: option.name,
    type: ATTACHMENT,
    element: el('div', {}, drop, ...(shelf ? [shelf] : [])),
    value: () => file,
  };
}
