import type { Message } from '../message.ts';

/** Every sentence of the bot, in English: the complete one. Its keys and blanks type all others. */
export const en = {
  'emotion.neutral': 'neutral',
  'emotion.happiness': 'happiness',
  'emotion.surprise': 'surprise',
  'emotion.sadness': 'sadness',
  'emotion.anger': 'anger',
  'emotion.disgust': 'disgust',
  'emotion.fear': 'fear',
  'emotion.contempt': 'contempt',

  'mood.happy': 'happy',
  'mood.sad': 'sad',
  'mood.calm': 'calm',
  'mood.energetic': 'energetic',

  'language.instrumental': 'Instrumental',

  // What was seen in a photo.
  'reading.seen': 'I see **{emotion}**, and I am {sureness} ({confidence:percent}).',
  'reading.unsure':
    'It could be **{emotion}** ({confidence:percent}), but I am not sure enough, so I chose **{mood}**. “That’s not it” mends it.',
  'reading.several': {
    one: 'I see one face.',
    other: 'I see {count} faces; the largest one decides.',
  },
  'reading.frames': {
    one: 'Read from one picture.',
    other: 'Read from {count} pictures of this moment.',
  },
  'reading.chart': 'Emotions: {emotions}',
  'reading.private': 'Only you see this. The photo is forgotten; nothing about your face is kept.',
  'sureness.very': 'very sure',
  'sureness.fairly': 'fairly sure',
  'sureness.hardly': 'not very sure',
  'sureness.not': 'only guessing',

  // The mix: tracks of one mood and language, and where they play.
  'mix.title': '{mood} · {language}',
  'mix.corrected': 'You say it is **{mood}**. So it is.',
  'mix.chosen': 'You chose **{mood}**.',
  'mix.untold_language': 'Another language? {command:raw} keeps the one you like.',
  'mix.from_empty_shelf': 'I have no {mood} music in {language} yet, so this mix is filled with {fill:raw}.',
  'mix.from_short_shelf': {
    one: 'I have one {mood} track in {language}; the rest is filled with {fill:raw}.',
    other: 'I have {count} {mood} tracks in {language}; the rest is filled with {fill:raw}.',
  },
  'mix.short_and_no_fill': {
    one: 'One track is all I have for this; more music can be imported.',
    other: '{count} tracks are all I have for this; more music can be imported.',
  },
  'mix.fill': '{language} ({count})',
  'mix.waiting_for_channel': 'Join a voice channel, then press **Play**.',
  'mix.waiting_for_play': 'Press **Play** when you want to hear it.',
  'mix.connecting': 'Joining {channel:channel} …',
  'mix.playing': '▶ Playing in {channel:channel}.',
  'mix.queued': {
    one: '▶ Queued in {channel:channel}: one track is before yours.',
    other: '▶ Queued in {channel:channel}: {count} tracks are before yours.',
  },
  'mix.replaced': '▶ Your music in {channel:channel} is now this mix.',
  'mix.where': 'Where it plays',
  'mix.button.play': 'Play',
  'mix.button.playing': 'Playing',
  'mix.button.another': 'Another mix',
  'mix.button.correct': 'That’s not it',
  'mix.button.why': 'Why?',
  'mix.menu.correct': 'What is it then?',
  'mix.menu.choose': 'Choose a mood',

  'reason.mood': '{mood}',
  'reason.language': '{language}',
  'reason.instrumental': 'instrumental, to fill the shelf',
  'reason.other_language': '{language}, to fill the shelf',
  'reason.fresh': 'not in your last mix',

  // Why a face was read so.
  'why.title': 'What I looked at',
  'why.seen': 'What I see',
  'why.mattered': 'What mattered for “{emotion}”',
  'why.less': 'mattered less',
  'why.more': 'mattered more',
  'why.caption':
    'Covering the bright places changes my answer most. It is the view of a model, not a truth about you.',
  'why.most': 'That I see **{emotion}** ({confidence:percent}) hangs most on **{region}**.',
  'why.picture':
    'The face as I get it, small and grey, and the same with the places bright that mattered: {region}.',
  'why.private': 'Only you see this. I read the photo once more for it, and have forgotten it again.',
  'region.forehead': 'the forehead',
  'region.eyes': 'the eyes and brows',
  'region.nose': 'the nose and cheeks',
  'region.mouth': 'the mouth and chin',

  // Consent.
  'consent.title': 'Before I look at your photo',
  'consent.text':
    'I look at the face in your photo on this machine only, and tell you alone what I see. The photo is never saved; it is gone when you have the answer. Nothing about your face is stored. I save that you agreed, your language, and which tracks you played; {command:raw} shows, exports or deletes it.\n\nAgree, and I read this photo now; you need not send it again.',
  'consent.agree': 'Agree and look',
  'consent.decline': 'No, thank you',
  'consent.looking': 'Thank you. Looking …',
  'consent.declined':
    'Fine: I did not look at the photo, and nothing is saved. You can still choose a mood yourself.',

  // Language settings.
  'language.set': 'Your music is now in **{language}**.',
  'language.set_without_shelf':
    'Your music is now in **{language}**, but the library has nothing in it yet. Until it does, I fill from {others}.',
  'language.interface_set': 'I now speak {language} with you.',
  'language.show': 'Your music: **{language}**. My replies: **{interface}**.',
  'language.not_set': 'not set, so I follow your Discord ({language})',
  'language.follows_discord': '{language}, as your Discord',
  'language.shelves': 'The library has: {languages:raw}.',
  'language.shelf': '{language} ({count})',
  'language.cleared': 'Your language settings are deleted. I follow your Discord again.',

  // Playing.
  'play.playing': '▶ **{title}** by {artist} plays in {channel:channel}.',
  'play.queued': {
    one: '▶ **{title}** by {artist} is queued in {channel:channel}; one track is before it.',
    other: '▶ **{title}** by {artist} is queued in {channel:channel}; {count} tracks are before it.',
  },
  'queue.title': 'Queue',
  'queue.empty': 'Nothing is queued. {mood:raw} with a selfie or {play:raw} with a mood fills it.',
  'queue.now': 'Now',
  'queue.line': '{title} · {artist} · {duration} · {member:member}',
  'queue.page': 'Page {page} of {pages}',
  'queue.length': {
    one: 'One track to come, {duration}',
    other: '{count} tracks to come, {duration}',
  },
  'queue.earlier': 'Earlier',
  'queue.later': 'Later',
  'queue.nothing_next': 'Nothing comes after it.',
  'now.title': 'Now playing',
  'now.paused': 'Paused',
  'now.connecting': 'Connecting to the voice channel …',
  'now.reconnecting': 'The voice connection broke; I am coming back …',
  'now.for': 'For {member:member} in {channel:channel}',
  'now.next': 'Next: {title}',
  'skip.next': '⏭ Skipped **{title}**. Next: **{next}**.',
  'skip.last': '⏭ Skipped **{title}**. That was the last track.',
  'pause.done': '⏸ Paused. {command:raw} goes on.',
  'resume.done': '▶ **{title}** plays on.',
  'stop.done': '⏹ Stopped, and the queue is empty.',

  // Privacy.
  'privacy.title': 'What I have saved about you',
  'privacy.nothing': 'Nothing. No language, no consent, no listening.',
  'privacy.language': 'Music language',
  'privacy.interface': 'Reply language',
  'privacy.consent': 'Consent to look at photos',
  'privacy.history': 'Tracks you played or corrected',
  'privacy.none': 'none',
  'privacy.agreed_on': 'agreed on {date:raw}',
  'privacy.never':
    'Never saved: photos, faces, what your face showed. All of it stays on this machine. {export:raw} gives you everything as a file, {forget:raw} deletes it.',
  'privacy.exported': 'Everything I have saved about you:',
  'privacy.forget_question':
    'Delete everything I have saved about you: language, consent, listening history? This cannot be undone.',
  'privacy.forget_confirm': 'Delete everything',
  'privacy.forget_keep': 'Keep it',
  'privacy.forgotten': {
    one: 'Deleted: one record. I know nothing about you now.',
    other: 'Deleted: {count} records. I know nothing about you now.',
  },
  'privacy.kept': 'Nothing was deleted.',

  // Help.
  'help.title': 'Music that belongs to your face',
  'help.text':
    'Send {mood:raw} with a selfie or a short clip while you are in a voice channel. I look at it on this machine, choose the mood, and play music of that mood in your language.',
  'help.private': 'A reply about a face is seen by its sender alone. The room sees only what plays.',

  // What the room reads.
  'room.now': '▶ **{title}** · {artist}',
  'room.for': 'for {member:member} · {language}',
  'room.broken': '⚠ **{title}** could not be played, so I skipped it.',
  'room.queue_ended': 'That was the last track. I stay a while for more.',
  'room.all_broken': '⚠ None of the queued tracks could be played. Whoever runs me finds more in my log.',
  'room.moved': 'I was moved here; the music goes on.',
  'room.reconnecting': 'The voice connection broke; I am coming back …',
  'room.reconnected': 'I am back; the music goes on.',
  'room.left.alone': 'Nobody has listened for a while, so I left.',
  'room.left.idle': 'Nothing has played for a while, so I left.',
  'room.left.kicked': 'I was disconnected from the voice channel.',
  'room.left.lost': 'I lost the voice connection and could not come back.',
  'room.left.encryption':
    'Discord and I could not agree on end-to-end encryption, so I left. Whoever runs me should update me.',
  'room.kept': {
    one: 'One track is kept for a while: {command:raw} goes on with it.',
    other: '{count} tracks are kept for a while: {command:raw} goes on with them.',
  },

  // Commands as Discord lists them (at most 100 characters).
  'command.mood.name': 'mood',
  'command.mood': 'Look at your selfie and play the music that belongs to it',
  'command.mood.photo': 'A photo or a short clip with your face',
  'command.mood.photo2': 'Another photo of the same moment, which makes me surer',
  'command.mood.photo3': 'One more photo of the same moment',
  'command.mood.language': 'Language of the music, this time only',
  'command.mood.play': 'Play at once? (yes unless you say no)',
  'command.language.name': 'language',
  'command.language': 'The language of your music and of my replies',
  'command.language.set': 'Save the language of your music',
  'command.language.set.language': 'Its English name, its own name or its code',
  'command.language.set.interface': 'Language of my replies',
  'command.language.show': 'Show your languages and those the library has',
  'command.language.clear': 'Delete your language settings',
  'command.play.name': 'play',
  'command.play': 'Play a mood, or a track that you search for',
  'command.play.mood': 'A mood',
  'command.play.query': 'Part of a title or an artist',
  'command.play.language': 'Language of the music, this time only',
  'command.queue.name': 'queue',
  'command.queue': 'Show what plays and what comes next',
  'command.skip.name': 'skip',
  'command.skip': 'Skip the current track',
  'command.pause.name': 'pause',
  'command.pause': 'Pause the music',
  'command.resume.name': 'resume',
  'command.resume': 'Go on after a pause',
  'command.stop.name': 'stop',
  'command.stop': 'Stop the music and empty the queue',
  'command.nowplaying.name': 'nowplaying',
  'command.nowplaying': 'Show the current track and how far it is',
  'command.privacy.name': 'privacy',
  'command.privacy': 'What is saved about you: see it, export it, delete it',
  'command.privacy.show': 'Show what is saved about you',
  'command.privacy.export': 'Get everything saved about you as a file',
  'command.privacy.forget': 'Delete everything saved about you',
  'command.help.name': 'help',
  'command.help': 'What I can do and how',

  // Errors: what was expected, what came, what to do.
  'error.unknown':
    'Something went wrong on my side, and it is in my log under **{reference}**. Nothing of yours is lost; please try again.',
  'error.interaction.unknown':
    'I do not know this command or button (any more). {help:raw} lists what I can do; a restart of Discord refreshes its list.',
  'error.interaction.expired':
    'This message is too old: its buttons work for 15 minutes and until I restart. Send {mood:raw} again.',
  'error.interaction.not_yours': 'This belongs to another member. Send {mood:raw} for one of your own.',
  'error.guild.only': 'This works on a server, where the voice channels are, not in a direct message.',
  'error.voice.join_first': 'You are not in a voice channel. Join one, then do this again.',

  'error.mood.busy':
    'I am still looking at your last photo. One at a time: the answer will be here in a moment.',
  'error.consent.photo_gone':
    'I keep the way to a photo for 15 minutes at most, and this one is gone. Send {mood:raw} with it again; you need not agree again.',

  'error.why.expired':
    'I keep the way to a photo for 15 minutes at most, and this one is gone. Send {mood:raw} with it again, then press **Why?**.',
  'error.why.not_agreed':
    'You have taken back your consent, so I did not look again, and the way to the photo is forgotten. {mood:raw} asks you anew.',
  'error.why.failed':
    'I could not look at that photo a second time. Please press **Why?** again in a moment.',

  'error.photo.empty':
    'That file has 0 bytes. Send a photo with your face: JPEG, PNG, WebP, AVIF, GIF or HEIC.',
  'error.photo.not_an_image':
    'I expected a photo or a clip, but that file is neither inside, whatever its name says. Send a JPEG, PNG, WebP, AVIF, GIF or HEIC, or a short MP4, MOV or WebM.',
  'error.photo.unsupported':
    'I cannot read this kind of file ({format}). Send a JPEG, PNG, WebP, AVIF, GIF or HEIC, or a short MP4, MOV or WebM.',
  'error.photo.svg':
    'An SVG is a drawing, not a photo. Send a photo with your face: JPEG, PNG, WebP, AVIF, GIF or HEIC.',
  'error.photo.truncated':
    'The photo or clip is cut off before its end, or damaged. Send it again, or take another one.',
  'error.photo.no_picture':
    'That file has sound but no picture. Send a photo or a clip that shows your face.',
  'error.photo.codec':
    'I cannot decode this file: its picture is coded as {codec}. Clips in H.264, H.265, VP8, VP9 or AV1 work; so does a photo as JPEG.',
  'error.photo.decoder_missing':
    'I can read neither clips nor HEIC photos here, because their decoder is not installed. Send a photo as JPEG, PNG, WebP, AVIF or GIF; an iPhone takes JPEG when its camera is set to “Most Compatible”.',
  'error.photo.clip_too_long':
    'That clip is longer than I read: {limit} seconds at most. A few seconds with your face are enough.',
  'error.photo.too_many_frames':
    'That animation has {frames} frames; I read at most {limit}. A few seconds with your face are enough.',
  'error.photo.too_heavy':
    'Reading that file took more memory than I may use ({limit} MiB). Send a smaller or shorter one.',
  'error.photo.too_large':
    'That file has {bytes:size}; I read at most {limit:size}. Send a smaller version of the photo.',
  'error.photo.too_many_pixels':
    'That picture says it is {width} × {height} pixels; I read at most {limit} pixels in all. Send a smaller version.',
  'error.photo.timeout': 'Reading that photo took too long, so I stopped. Send a smaller or simpler one.',
  'error.photo.no_face':
    'I see no face in this photo. It works best when one face fills a good part of the picture, looks at the camera, is upright and has light on it. Or choose a mood yourself:',
  'error.photo.url_expired':
    'Discord’s link to that photo has expired before I could read it. Send {mood:raw} with the photo again.',
  'error.photo.download_failed':
    'I could not fetch the photo from Discord ({reason}). Please send it again in a moment.',
  'error.photo.host_refused':
    'I fetch photos from Discord’s own servers only, and this one is elsewhere ({host}). Attach the photo to {mood:raw}.',
  'error.eyes.unavailable':
    'I cannot look at photos at the moment: a model file is missing or damaged. Whoever runs me finds the remedy with `npm run doctor`. Choose a mood yourself:',
  'error.eyes.crashed':
    'Reading that photo went wrong on my side. Please try another photo, or choose a mood yourself:',
  'error.eyes.closed': 'I am just shutting down. Please try again in a minute.',
  'error.eyes.busy': 'Many photos are waiting to be read. Please try again in a minute.',

  'error.language.unknown':
    'I know no language “{received}”. Write its English name, its own name or its code. The library has: {available}.',
  'error.language.what':
    'Which language? {set:raw} takes a `language` for your music, an `interface` for my replies, or both.',
  'error.language.interface_unknown': 'I speak {available}, but not “{received}”.',
  'error.library.empty': 'The library has no music yet. Whoever runs me fills it with `npm run import`.',
  'error.play.what': 'What shall I play? Give {play:raw} a mood, or part of a title or artist.',
  'error.play.not_found':
    'I found nothing for “{received}”. Try part of a title or of an artist, or give {play:raw} a mood.',

  'error.player.nothing_playing':
    'Nothing is playing. {mood:raw} with a selfie or {play:raw} with a mood starts it.',
  'error.player.not_paused': 'The music is not paused.',
  'error.player.not_listening':
    'Only those who listen can change what plays. Join {channelId:channel} first.',
  'error.player.already_paused': 'The music is paused already. {command:raw} goes on.',
  'error.player.busy_elsewhere':
    'I am playing for listeners in {channelId:channel}. Join them there, or wait until they have left.',
  'error.player.missing_permission':
    'I am not allowed to play in {channelId:channel}: I lack the permission **{permission:permission}**. Whoever runs the server can give it to me in the channel’s settings.',
  'error.player.channel_full':
    '{channelId:channel} is full. Make room for one more, or choose another voice channel.',
  'error.player.stopped':
    'The music in {channelId:channel} was stopped before I was there. Press Play to have it after all.',
  'error.player.connect_failed':
    'I could not connect to {channelId:channel}. Please press Play again in a moment, or try another voice channel.',
  'error.player.not_a_voice_channel': 'I can play in voice channels only, and {channelId:channel} is none.',
  'error.player.stage_channel':
    '{channelId:channel} is a stage channel, where I would have to be made a speaker. Join a voice channel, then do this again.',
  'error.player.timed_out':
    'A moderator has put me in a time-out, so I may not join {channelId:channel}. Whoever runs the server can end it.',
  'error.player.channel_gone': 'That voice channel is gone. Join another one, then do this again.',
  'error.player.queue_full':
    'The queue is full: {limit} tracks wait already. Try again when some have been played.',
  'error.player.nothing_to_play':
    'There is nothing left to go on with. {mood:raw} or {play:raw} starts new music.',

  'error.store.unavailable': 'I cannot reach my store, so nothing was saved. Please try again in a moment.',
  'error.store.locked':
    'Another program holds my store, so nothing was saved. Please try again in a moment; whoever runs me should start me only once.',
  'error.store.read_only':
    'I may not write to my store, so nothing was saved. Whoever runs me needs to let me write to its file and folder.',
  'error.store.full':
    'The disk that I save to is full, so nothing was saved. Whoever runs me needs to make room.',
  'error.store.corrupt':
    'My store is damaged, so nothing was saved. Whoever runs me finds the remedy with `npm run doctor`.',
} as const satisfies Record<string, Message>;
