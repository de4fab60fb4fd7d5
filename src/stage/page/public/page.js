import { flatten, optionFields } from '/page/composer.js';
import { el, post } from '/page/dom.js';
import { createEars } from '/page/ears.js';
import { drawMessage } from '/page/messages.js';

const $ = (id) => document.getElementById(id);
const who = new URLSearchParams(location.search).get('user');
let state = await (await fetch(`/page/state${who ? `?user=${encodeURIComponent(who)}` : ''}`)).json();
let channelId = state.channels.find((channel) => channel.type === 'text')?.id;
let fields;
const elements = new Map();

const ears = createEars();
$('player').prepend(ears.element);

const nameOf = (id) =>
  state.members.find((member) => member.id === id)?.name ??
  state.channels.find((channel) => channel.id === id)?.name ??
  id;
const myVoice = () => Object.keys(state.voice).find((id) => state.voice[id].includes(state.me.id));
const context = () => ({ userId: state.me.id, guildId: state.guild.id, channelId });

function drawChannels() {
  $('text-channels').replaceChildren(...state.channels.filter((c) => c.type === 'text').map(channelEntry));
  $('voice-channels').replaceChildren(
    ...state.channels
      .filter((c) => c.type === 'voice')
      .map((channel) => {
        const here = myVoice() === channel.id;
        return el(
          'li',
          {},
          channelEntry(channel).firstChild,
          el(
            'ul',
            { class: 'voice-members' },
            ...(state.voice[channel.id] ?? []).map((id) =>
              el(
                'li',
                { class: id === state.botId ? 'bot' : undefined },
                `${id === state.botId ? '♪ ' : ''}${nameOf(id)}`,
              ),
            ),
          ),
          el(
            'button',
            {
              type: 'button',
              class: `join${here ? ' leave' : ''}`,
              onclick: () => moveVoice(here ? null : channel.id),
            },
            here ? 'Leave voice' : 'Join and listen',
          ),
        );
      }),
  );
  $('channel-name').textContent = `# ${nameOf(channelId)}`;
  $('who').replaceChildren(
    ...state.members
      .filter((m) => !m.bot)
      .map((m) => el('option', { value: m.id, selected: m.id === state.me.id }, m.name)),
  );
}

function channelEntry(channel) {
  const open = () => {
    channelId = channel.id;
    drawChannels();
    drawMessages();
  };
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', 'aria-current': channel.id === channelId ? 'true' : undefined, onclick: open },
      `${channel.type === 'voice' ? '🔊' : '#'} ${channel.name}`,
    ),
  );
}

function drawMessages() {
  const list = $('messages');
  const messages = state.messages.filter((message) => message.channel_id === channelId);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.replaceChildren(...messages.map(drawn));
  if (messages.length === 0)
    list.append(
      el(
        'li',
        { class: 'content' },
        myVoice()
          ? 'Send /mood with a photo of a face.'
          : 'Join the voice channel on the left, then send /mood with a photo of a face.',
      ),
    );
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** A message that did not change keeps its element, so that menus stay open and pictures do not flicker. */
function drawn(message) {
  const version = JSON.stringify(message).replaceAll(/\?ex=[^"]*/g, '');
  const known = elements.get(message.id);
  if (known?.version === version) return known.element;
  const element = drawMessage(message, nameOf, state.me.id, say);
  elements.set(message.id, { version, element });
  return element;
}

async function moveVoice(target) {
  try {
    await post('/page/voice', { userId: state.me.id, guildId: state.guild.id, channelId: target });
  } catch (error) {
    say(error.message);
    return;
  }
  $('player').hidden = target === null;
  ears.close();
  if (target === null) return;
  $('player-note').textContent = `Hearing ${nameOf(target)}, decrypted as a member of the call.`;
  await ears.listen(`/page/listen?user=${state.me.id}`).catch((error) => say(error.message));
}

function drawComposer() {
  const commands = flatten(state.commands);
  const before = $('command').value;
  $('command').replaceChildren(
    ...commands.map((command, index) => el('option', { value: index }, `/${command.label}`)),
  );
  const wanted = before !== '' ? Number(before) : commands.findIndex((command) => command.label === 'mood');
  $('command').value = String(Math.max(0, wanted));
  drawOptions();
}

function drawOptions() {
  const command = flatten(state.commands)[Number($('command').value)];
  if (command === undefined) return;
  $('command-description').textContent = command.description;
  fields = optionFields(command, state.samples, context);
  $('options').replaceChildren(...fields.elements);
}

function say(sentence) {
  $('composer-error').textContent = sentence ?? '';
  $('composer-error').hidden = !sentence;
}

$('command').addEventListener('change', drawOptions);
$('who').addEventListener('change', () => {
  location.search = `?user=${$('who').value}`;
});
$('composer').addEventListener('submit', async (event) => {
  event.preventDefault();
  say();
  const command = flatten(state.commands)[Number($('command').value)];
  if (command === undefined || fields === undefined) return;
  const { options, files } = fields.read();
  const form = new FormData();
  form.set(
    'payload_json',
    JSON.stringify({ ...context(), name: command.name, subcommand: command.subcommand, options }),
  );
  for (const [name, file] of Object.entries(files)) form.set(name, file);
  const send = event.submitter;
  if (send) send.disabled = true;
  try {
    await post('/page/command', form);
  } catch (error) {
    say(error.message);
  } finally {
    if (send) send.disabled = false;
  }
});

const events = new EventSource(`/page/events?user=${state.me.id}`);
events.addEventListener('state', ({ data }) => {
  const before = JSON.stringify(state.commands);
  state = JSON.parse(data);
  drawChannels();
  drawMessages();
  if (before !== JSON.stringify(state.commands)) drawComposer();
});
events.addEventListener('open', () => {
  $('status').textContent = '';
});
events.addEventListener('error', () => {
  $('status').textContent = 'The bot is not running. Start it again with npm start.';
});

drawChannels();
drawMessages();
drawComposer();
