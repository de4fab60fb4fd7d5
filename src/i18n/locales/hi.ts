import type { Words } from '../words.ts';

/** Hindi. */
export const hi: Words = {
  'emotion.neutral': 'तटस्थ',
  'emotion.happiness': 'ख़ुशी',
  'emotion.surprise': 'आश्चर्य',
  'emotion.sadness': 'उदासी',
  'emotion.anger': 'क्रोध',
  'emotion.disgust': 'घृणा',
  'emotion.fear': 'भय',
  'emotion.contempt': 'तिरस्कार',

  'mood.happy': 'ख़ुशनुमा',
  'mood.sad': 'उदास',
  'mood.calm': 'शांत',
  'mood.energetic': 'जोशीला',

  'language.instrumental': 'वाद्य संगीत',

  'reading.seen': 'आपके चेहरे पर **{emotion}**: {sureness} ({confidence:percent})।',
  'reading.unsure':
    'शायद **{emotion}** ({confidence:percent}), पर मुझे पूरा भरोसा नहीं, इसलिए मैंने **{mood}** चुना। ग़लत हो तो “ऐसा नहीं है” दबाएँ।',
  'reading.several': {
    one: 'मुझे एक चेहरा दिखता है।',
    other: 'मुझे {count} चेहरे दिखते हैं; सबसे बड़ा चेहरा तय करता है।',
  },
  'reading.frames': {
    one: 'एक तस्वीर से पढ़ा।',
    other: 'इस पल की {count} तस्वीरों से पढ़ा।',
  },
  'reading.chart': 'भावनाएँ: {emotions}',
  'reading.private': 'यह सिर्फ़ आपको दिखता है। फ़ोटो भुला दी गई; आपके चेहरे के बारे में कुछ नहीं रखा जाता।',
  'sureness.very': 'पूरा भरोसा है',
  'sureness.fairly': 'काफ़ी भरोसा है',
  'sureness.hardly': 'ज़्यादा भरोसा नहीं है',
  'sureness.not': 'बस अंदाज़ा है',

  'mix.corrected': 'आप कहते हैं **{mood}**, तो वही सही।',
  'mix.chosen': 'आपने **{mood}** चुना।',
  'mix.untold_language': 'कोई और भाषा? {command:raw} से अपनी पसंद सहेजें।',
  'mix.from_empty_shelf': '{language} में अभी कोई {mood} संगीत नहीं है, इसलिए यह सूची इनसे भरी गई: {fill:raw}।',
  'mix.from_short_shelf': {
    one: '{language} में {mood} संगीत का एक ही ट्रैक है; बाक़ी इनसे भरा गया: {fill:raw}।',
    other: '{language} में {mood} संगीत के {count} ट्रैक हैं; बाक़ी इनसे भरा गया: {fill:raw}।',
  },
  'mix.short_and_no_fill': {
    one: 'इसके लिए मेरे पास बस एक ट्रैक है; और संगीत जोड़ा जा सकता है।',
    other: 'इसके लिए मेरे पास बस {count} ट्रैक हैं; और संगीत जोड़ा जा सकता है।',
  },
  'mix.waiting_for_channel': 'किसी वॉइस चैनल में जाएँ, फिर **बजाएँ** दबाएँ।',
  'mix.waiting_for_play': 'जब सुनना हो, **बजाएँ** दबाएँ।',
  'mix.connecting': '{channel:channel} से जुड़ रहा हूँ …',
  'mix.playing': '▶ {channel:channel} में बज रहा है।',
  'mix.queued': {
    one: '▶ {channel:channel} की क़तार में है: आपसे पहले एक ट्रैक है।',
    other: '▶ {channel:channel} की क़तार में है: आपसे पहले {count} ट्रैक हैं।',
  },
  'mix.replaced': '▶ {channel:channel} में अब आपका यही संगीत है।',
  'mix.where': 'कहाँ बजता है',
  'mix.button.play': 'बजाएँ',
  'mix.button.playing': 'बज रहा है',
  'mix.button.another': 'दूसरी सूची',
  'mix.button.correct': 'ऐसा नहीं है',
  'mix.button.why': 'क्यों?',
  'mix.menu.correct': 'तो फिर कैसा?',
  'mix.menu.choose': 'एक मूड चुनें',

  'reason.instrumental': 'वाद्य संगीत, कमी पूरी करने के लिए',
  'reason.other_language': '{language}, कमी पूरी करने के लिए',
  'reason.fresh': 'पिछली सूची में नहीं था',

  'why.title': 'मैंने किस ओर देखा',
  'why.seen': 'जो मुझे दिखता है',
  'why.mattered': '“{emotion}” के लिए अहम जगहें',
  'why.less': 'कम असर',
  'why.more': 'ज़्यादा असर',
  'why.caption': 'चमकती जगहें ढकने से मेरा जवाब सबसे ज़्यादा बदलता है। यह एक मॉडल की नज़र है, आपके बारे में कोई सच नहीं।',
  'why.most': '**{emotion}** ({confidence:percent}) दिखने पर सबसे ज़्यादा असर: **{region}**।',
  'why.picture': 'चेहरा, जैसा मुझे मिलता है: छोटा और धूसर; और वही, जहाँ असर डालने वाली जगहें चमकती हैं: {region}।',
  'why.private': 'यह सिर्फ़ आपको दिखता है। इसके लिए फ़ोटो एक बार और पढ़ी और फिर भुला दी।',
  'region.forehead': 'माथा',
  'region.eyes': 'आँखें और भौंहें',
  'region.nose': 'नाक और गाल',
  'region.mouth': 'मुँह और ठोड़ी',

  'consent.title': 'आपकी फ़ोटो देखने से पहले',
  'consent.text':
    'मैं आपकी फ़ोटो का चेहरा सिर्फ़ इसी मशीन पर देखता हूँ और जो दिखता है, सिर्फ़ आपको बताता हूँ। फ़ोटो कभी सहेजी नहीं जाती; जवाब मिलते ही वह मिट जाती है। आपके चेहरे के बारे में कुछ नहीं रखा जाता। मैं यह सहेजता हूँ कि आपने सहमति दी, आपकी भाषा और आपने कौन-से ट्रैक बजाए; {command:raw} से आप यह देख, ले या मिटा सकते हैं।\n\nसहमति दें, तो मैं यही फ़ोटो अभी देखूँगा; दोबारा भेजने की ज़रूरत नहीं।',
  'consent.agree': 'सहमत हूँ, देखिए',
  'consent.decline': 'नहीं, धन्यवाद',
  'consent.looking': 'धन्यवाद। देख रहा हूँ …',
  'consent.declined': 'ठीक है: मैंने फ़ोटो नहीं देखी और कुछ भी सहेजा नहीं गया। आप चाहें तो मूड ख़ुद चुन सकते हैं।',

  'language.set': 'आपका संगीत अब **{language}** में है।',
  'language.set_without_shelf':
    'आपका संगीत अब **{language}** में है, पर संग्रह में अभी इसका कुछ नहीं है। तब तक मैं इनसे भरता हूँ: {others}।',
  'language.interface_set': 'अब मैं आपसे {language} में बात करूँगा।',
  'language.show': 'आपका संगीत: **{language}**। मेरे जवाब: **{interface}**।',
  'language.not_set': 'तय नहीं, इसलिए आपके Discord के अनुसार ({language})',
  'language.follows_discord': '{language}, आपके Discord के अनुसार',
  'language.shelves': 'संग्रह में है: {languages:raw}।',
  'language.cleared': 'आपकी भाषा की सेटिंग मिटा दी गई। अब मैं फिर आपके Discord के अनुसार चलूँगा।',

  'play.playing': '▶ {artist} का **{title}** {channel:channel} में बज रहा है।',
  'play.queued': {
    one: '▶ {artist} का **{title}** {channel:channel} की क़तार में है; पहले एक ट्रैक है।',
    other: '▶ {artist} का **{title}** {channel:channel} की क़तार में है; पहले {count} ट्रैक हैं।',
  },
  'queue.title': 'क़तार',
  'queue.empty': 'क़तार ख़ाली है। सेल्फ़ी के साथ {mood:raw} या मूड के साथ {play:raw} उसे भरता है।',
  'queue.now': 'अभी',
  'queue.page': 'पन्ना {page} / {pages}',
  'queue.length': {
    one: 'आगे एक ट्रैक, {duration}',
    other: 'आगे {count} ट्रैक, {duration}',
  },
  'queue.earlier': 'पहले',
  'queue.later': 'आगे',
  'queue.nothing_next': 'इसके बाद कुछ नहीं है।',
  'now.title': 'अभी बज रहा है',
  'now.paused': 'रुका हुआ',
  'now.connecting': 'वॉइस चैनल से जुड़ रहा हूँ …',
  'now.reconnecting': 'वॉइस संपर्क टूट गया; लौट रहा हूँ …',
  'now.for': '{member:member} के लिए, {channel:channel} में',
  'now.next': 'आगे: {title}',
  'skip.next': '⏭ **{title}** छोड़ा। आगे: **{next}**।',
  'skip.last': '⏭ **{title}** छोड़ा। यह आख़िरी ट्रैक था।',
  'pause.done': '⏸ रोक दिया। {command:raw} से आगे बजेगा।',
  'resume.done': '▶ **{title}** आगे बज रहा है।',
  'stop.done': '⏹ बंद किया, और क़तार ख़ाली है।',

  'privacy.title': 'मैंने आपके बारे में क्या सहेजा है',
  'privacy.nothing': 'कुछ नहीं। न भाषा, न सहमति, न सुना हुआ संगीत।',
  'privacy.language': 'संगीत की भाषा',
  'privacy.interface': 'जवाबों की भाषा',
  'privacy.consent': 'फ़ोटो देखने की सहमति',
  'privacy.history': 'आपके बजाए या सुधारे ट्रैक',
  'privacy.none': 'कुछ नहीं',
  'privacy.agreed_on': '{date:raw} को दी गई',
  'privacy.never':
    'कभी नहीं सहेजा जाता: फ़ोटो, चेहरे, चेहरे पर क्या दिखा। सब इसी मशीन पर रहता है। {export:raw} से सब कुछ एक फ़ाइल में मिलता है, {forget:raw} से मिट जाता है।',
  'privacy.exported': 'आपके बारे में सहेजा हुआ सब कुछ:',
  'privacy.forget_question': 'आपके बारे में सहेजा हुआ सब कुछ मिटाएँ: भाषा, सहमति, सुना हुआ संगीत? यह वापस नहीं आ सकता।',
  'privacy.forget_confirm': 'सब मिटाएँ',
  'privacy.forget_keep': 'रहने दें',
  'privacy.forgotten': {
    one: 'मिटाया: एक प्रविष्टि। अब मैं आपके बारे में कुछ नहीं जानता।',
    other: 'मिटाया: {count} प्रविष्टियाँ। अब मैं आपके बारे में कुछ नहीं जानता।',
  },
  'privacy.kept': 'कुछ नहीं मिटाया गया।',

  'help.title': 'आपके चेहरे के नाम का संगीत',
  'help.text':
    'किसी वॉइस चैनल में रहते हुए सेल्फ़ी के साथ {mood:raw} भेजें। मैं उसे इसी मशीन पर देखता हूँ, मूड चुनता हूँ और आपकी भाषा में उस मूड का संगीत बजाता हूँ।',
  'help.private': 'चेहरे के बारे में जवाब सिर्फ़ भेजने वाले को दिखता है। बाक़ी सबको वही दिखता है जो बज रहा है।',

  'room.for': '{member:member} के लिए · {language}',
  'room.broken': '⚠ **{title}** नहीं बज सका, इसलिए छोड़ दिया।',
  'room.queue_ended': 'यह आख़िरी ट्रैक था। मैं थोड़ी देर और यहाँ हूँ।',
  'room.all_broken': '⚠ क़तार का कोई ट्रैक नहीं बज सका। मुझे चलाने वाले को मेरे लॉग में और मिलेगा।',
  'room.moved': 'मुझे यहाँ लाया गया; संगीत जारी है।',
  'room.reconnecting': 'वॉइस संपर्क टूट गया; लौट रहा हूँ …',
  'room.reconnected': 'मैं लौट आया; संगीत जारी है।',
  'room.left.alone': 'कुछ देर से कोई नहीं सुन रहा था, इसलिए मैं चला गया।',
  'room.left.idle': 'कुछ देर से कुछ नहीं बजा, इसलिए मैं चला गया।',
  'room.left.kicked': 'मुझे वॉइस चैनल से हटाया गया।',
  'room.left.lost': 'वॉइस संपर्क टूट गया और मैं लौट नहीं सका।',
  'room.kept': {
    one: 'एक ट्रैक कुछ देर रखा है: {command:raw} से आगे बजेगा।',
    other: '{count} ट्रैक कुछ देर रखे हैं: {command:raw} से आगे बजेंगे।',
  },

  'command.mood.name': 'मूड',
  'command.mood': 'आपकी सेल्फ़ी देखकर उससे मेल खाता संगीत बजाता है',
  'command.mood.photo': 'आपके चेहरे की फ़ोटो या छोटी क्लिप',
  'command.mood.photo2': 'उसी पल की एक और फ़ोटो, जिससे मैं ज़्यादा निश्चित होता हूँ',
  'command.mood.photo3': 'उसी पल की एक और फ़ोटो',
  'command.mood.language': 'संगीत की भाषा, सिर्फ़ इस बार',
  'command.mood.play': 'तुरंत बजाएँ? (मना न करें तो हाँ)',
  'command.language.name': 'भाषा',
  'command.language': 'आपके संगीत और मेरे जवाबों की भाषा',
  'command.language.set': 'अपने संगीत की भाषा सहेजें',
  'command.language.set.language': 'अंग्रेज़ी नाम, अपना नाम या कोड',
  'command.language.set.interface': 'मेरे जवाबों की भाषा',
  'command.language.show': 'आपकी भाषाएँ और संग्रह की भाषाएँ दिखाता है',
  'command.language.clear': 'भाषा की सेटिंग मिटाता है',
  'command.play.name': 'बजाओ',
  'command.play': 'कोई मूड या खोजा हुआ ट्रैक बजाता है',
  'command.play.mood': 'एक मूड',
  'command.play.query': 'शीर्षक या कलाकार का हिस्सा',
  'command.play.language': 'संगीत की भाषा, सिर्फ़ इस बार',
  'command.queue.name': 'क़तार',
  'command.queue': 'क्या बज रहा है और आगे क्या है',
  'command.skip.name': 'छोड़ो',
  'command.skip': 'मौजूदा ट्रैक छोड़ता है',
  'command.pause.name': 'रोको',
  'command.pause': 'संगीत रोकता है',
  'command.resume.name': 'आगे-बजाओ',
  'command.resume': 'रुका संगीत आगे बजाता है',
  'command.stop.name': 'बंद',
  'command.stop': 'संगीत बंद करके क़तार ख़ाली करता है',
  'command.nowplaying.name': 'अभी',
  'command.nowplaying': 'मौजूदा ट्रैक और वह कहाँ तक पहुँचा',
  'command.privacy.name': 'निजता',
  'command.privacy': 'आपके बारे में क्या सहेजा है: देखें, लें, मिटाएँ',
  'command.privacy.show': 'आपके बारे में क्या सहेजा है',
  'command.privacy.export': 'आपके बारे में सहेजा सब कुछ फ़ाइल में',
  'command.privacy.forget': 'आपके बारे में सहेजा सब कुछ मिटाता है',
  'command.help.name': 'मदद',
  'command.help': 'मैं क्या कर सकता हूँ और कैसे',

  'error.unknown':
    'मेरी तरफ़ कुछ गड़बड़ हुई; मेरे लॉग में यह **{reference}** के नाम से है। आपका कुछ नहीं खोया; कृपया फिर कोशिश करें।',
  'error.interaction.unknown':
    'मैं यह कमांड या बटन (अब) नहीं जानता। {help:raw} बताता है कि मैं क्या कर सकता हूँ; Discord दोबारा खोलने से उसकी सूची ताज़ा होती है।',
  'error.interaction.expired':
    'यह संदेश बहुत पुराना है: इसके बटन 15 मिनट और मेरे दोबारा शुरू होने तक चलते हैं। {mood:raw} फिर भेजें।',
  'error.interaction.not_yours': 'यह किसी और सदस्य का है। अपने लिए {mood:raw} भेजें।',
  'error.guild.only': 'यह सर्वर पर चलता है, जहाँ वॉइस चैनल हैं, सीधे संदेश में नहीं।',
  'error.voice.join_first': 'आप किसी वॉइस चैनल में नहीं हैं। किसी में जाएँ, फिर दोबारा करें।',
  'error.mood.busy': 'मैं अभी आपकी पिछली फ़ोटो देख रहा हूँ। एक बार में एक: जवाब बस आ ही रहा है।',
  'error.consent.photo_gone':
    'मैं फ़ोटो का पता ज़्यादा से ज़्यादा 15 मिनट रखता हूँ, और वह अब नहीं है। {mood:raw} के साथ फिर भेजें; सहमति दोबारा नहीं चाहिए।',
  'error.why.expired':
    'मैं फ़ोटो का पता ज़्यादा से ज़्यादा 15 मिनट रखता हूँ, और वह अब नहीं है। {mood:raw} के साथ फिर भेजें, फिर **क्यों?** दबाएँ।',
  'error.why.not_agreed':
    'आपने सहमति वापस ले ली है, इसलिए मैंने दोबारा नहीं देखा, और फ़ोटो का पता भुला दिया। {mood:raw} फिर से पूछेगा।',
  'error.why.failed': 'मैं वह फ़ोटो दोबारा नहीं देख सका। थोड़ी देर में **क्यों?** फिर दबाएँ।',
  'error.photo.empty': 'उस फ़ाइल में 0 बाइट हैं। अपने चेहरे की फ़ोटो भेजें: JPEG, PNG, WebP, AVIF, GIF या HEIC।',
  'error.photo.not_an_image':
    'मुझे फ़ोटो या क्लिप चाहिए थी, पर नाम जो भी हो, यह फ़ाइल अंदर से वैसी नहीं है। JPEG, PNG, WebP, AVIF, GIF या HEIC, या छोटी MP4, MOV या WebM भेजें।',
  'error.photo.svg': 'SVG एक चित्र है, फ़ोटो नहीं। अपने चेहरे की फ़ोटो भेजें: JPEG, PNG, WebP, AVIF, GIF या HEIC।',
  'error.photo.truncated': 'फ़ोटो या क्लिप बीच में कटी है या ख़राब है। फिर भेजें या दूसरी लें।',
  'error.photo.no_picture': 'उस फ़ाइल में आवाज़ है पर तस्वीर नहीं। ऐसी फ़ोटो या क्लिप भेजें जिसमें आपका चेहरा हो।',
  'error.photo.codec':
    'मैं यह फ़ाइल नहीं खोल सकता: इसकी तस्वीर {codec} में है। H.264, H.265, VP8, VP9 या AV1 की क्लिप चलती है; JPEG फ़ोटो भी।',
  'error.photo.decoder_missing':
    'मैं यहाँ न क्लिप पढ़ सकता हूँ न HEIC फ़ोटो, क्योंकि उनका डिकोडर नहीं लगा है। JPEG, PNG, WebP, AVIF या GIF भेजें; iPhone में कैमरा “Most Compatible” पर हो तो JPEG मिलता है।',
  'error.photo.clip_too_long':
    'वह क्लिप मेरी सीमा से लंबी है: ज़्यादा से ज़्यादा {limit} सेकंड। आपके चेहरे के कुछ सेकंड काफ़ी हैं।',
  'error.photo.too_many_frames':
    'उस ऐनिमेशन में {frames} फ़्रेम हैं; मैं ज़्यादा से ज़्यादा {limit} पढ़ता हूँ। आपके चेहरे के कुछ सेकंड काफ़ी हैं।',
  'error.photo.too_heavy': 'उस फ़ाइल को पढ़ने में मेरी सीमा ({limit} MiB) से ज़्यादा मेमोरी लगी। छोटी फ़ाइल भेजें।',
  'error.photo.too_large': 'उस फ़ाइल में {bytes:size} हैं; मैं ज़्यादा से ज़्यादा {limit:size} पढ़ता हूँ। फ़ोटो छोटी करके भेजें।',
  'error.photo.no_face':
    'मुझे इस फ़ोटो में कोई चेहरा नहीं दिखता। सबसे अच्छा तब होता है जब एक चेहरा तस्वीर का अच्छा-ख़ासा हिस्सा भरे, कैमरे की ओर देखे, सीधा हो और उस पर रोशनी हो। या मूड ख़ुद चुनें:',
  'error.photo.url_expired':
    'मेरे पढ़ने से पहले ही Discord का उस फ़ोटो का लिंक ख़त्म हो गया। फ़ोटो के साथ {mood:raw} फिर भेजें।',
  'error.photo.download_failed': 'Discord से फ़ोटो नहीं मिली ({reason})। थोड़ी देर में फिर भेजें।',
  'error.eyes.unavailable':
    'मैं अभी फ़ोटो नहीं देख सकता: मॉडल की कोई फ़ाइल नहीं है या ख़राब है। मुझे चलाने वाले को उपाय `npm run doctor` से मिलेगा। मूड ख़ुद चुनें:',
  'error.language.unknown':
    'मैं “{received}” नाम की कोई भाषा नहीं जानता। अंग्रेज़ी नाम, अपना नाम या कोड लिखें। संग्रह में है: {available}।',
  'error.player.nothing_playing': 'कुछ नहीं बज रहा। सेल्फ़ी के साथ {mood:raw} या मूड के साथ {play:raw} से शुरू होता है।',
  'error.player.busy_elsewhere':
    'मैं {channelId:channel} में श्रोताओं के लिए बजा रहा हूँ। वहाँ आ जाएँ, या उनके जाने तक रुकें।',
  'error.player.missing_permission':
    'मुझे {channelId:channel} में बजाने की इजाज़त नहीं है: मेरे पास **{permission:permission}** अनुमति नहीं है। सर्वर चलाने वाले चैनल की सेटिंग में दे सकते हैं।',
  'error.player.channel_full': '{channelId:channel} भरा हुआ है। एक जगह बनाएँ या दूसरा वॉइस चैनल चुनें।',
  'error.player.stopped':
    '{channelId:channel} में मेरे पहुँचने से पहले ही संगीत रोक दिया गया। फिर भी सुनना हो तो बजाएँ दबाएँ।',
  'error.player.connect_failed':
    'मैं {channelId:channel} से नहीं जुड़ सका। थोड़ी देर में फिर बजाएँ, या दूसरा वॉइस चैनल आज़माएँ।',
  'error.player.not_listening': 'जो सुन रहे हैं, वही बदल सकते हैं। पहले {channelId:channel} में आएँ।',
  'error.store.unavailable': 'मेरा भंडार नहीं खुल रहा, इसलिए कुछ नहीं सहेजा गया। थोड़ी देर में फिर कोशिश करें।',
  'error.store.full': 'जिस डिस्क पर मैं सहेजता हूँ वह भरी है, इसलिए कुछ नहीं सहेजा गया। मुझे चलाने वाले को जगह बनानी होगी।',

  'room.left.encryption':
    'Discord और मैं पूर्ण कूटलेखन पर सहमत नहीं हो सके, इसलिए मैं चला गया। मुझे चलाने वाले को मुझे अद्यतन करना होगा।',
  'error.photo.unsupported':
    'मैं इस तरह की फ़ाइल ({format}) नहीं पढ़ सकता। JPEG, PNG, WebP, AVIF, GIF या HEIC, या छोटी MP4, MOV या WebM भेजें।',
  'error.photo.too_many_pixels':
    'तस्वीर कहती है कि वह {width} × {height} पिक्सेल की है; मैं कुल {limit} पिक्सेल तक पढ़ता हूँ। छोटी करके भेजें।',
  'error.photo.timeout': 'फ़ोटो पढ़ने में बहुत समय लगा, इसलिए मैं रुक गया। छोटी या सरल फ़ोटो भेजें।',
  'error.photo.host_refused':
    'मैं फ़ोटो सिर्फ़ Discord के अपने सर्वर से लेता हूँ, और यह कहीं और है ({host})। फ़ोटो को {mood:raw} के साथ जोड़ें।',
  'error.eyes.crashed': 'फ़ोटो पढ़ते हुए मेरी तरफ़ गड़बड़ हुई। दूसरी फ़ोटो आज़माएँ, या मूड ख़ुद चुनें:',
  'error.eyes.closed': 'मैं अभी बंद हो रहा हूँ। एक मिनट में फिर कोशिश करें।',
  'error.eyes.busy': 'बहुत-सी फ़ोटो पढ़े जाने का इंतज़ार कर रही हैं। एक मिनट में फिर कोशिश करें।',
  'error.language.what':
    'कौन-सी भाषा? {set:raw} में संगीत के लिए `language`, मेरे जवाबों के लिए `interface`, या दोनों दें।',
  'error.language.interface_unknown': 'मैं {available} बोलता हूँ, पर “{received}” नहीं।',
  'error.library.empty': 'संग्रह में अभी कोई संगीत नहीं है। मुझे चलाने वाले उसे `npm run import` से भरते हैं।',
  'error.play.what': 'क्या बजाऊँ? {play:raw} को मूड दें, या शीर्षक या कलाकार का हिस्सा।',
  'error.play.not_found':
    '“{received}” के लिए कुछ नहीं मिला। शीर्षक या कलाकार का हिस्सा आज़माएँ, या {play:raw} को मूड दें।',
  'error.player.not_paused': 'संगीत रुका हुआ नहीं है।',
  'error.player.already_paused': 'संगीत पहले से रुका है। {command:raw} से आगे बजेगा।',
  'error.player.not_a_voice_channel': 'मैं सिर्फ़ वॉइस चैनल में बजा सकता हूँ, और {channelId:channel} वैसा नहीं है।',
  'error.player.stage_channel':
    '{channelId:channel} एक स्टेज चैनल है, जहाँ मुझे वक्ता बनाना पड़ता। किसी वॉइस चैनल में जाएँ, फिर दोबारा करें।',
  'error.player.timed_out':
    'किसी मॉडरेटर ने मुझे टाइमआउट दिया है, इसलिए मैं {channelId:channel} में नहीं आ सकता। सर्वर चलाने वाले उसे हटा सकते हैं।',
  'error.player.channel_gone': 'वह वॉइस चैनल अब नहीं है। किसी दूसरे में जाएँ, फिर दोबारा करें।',
  'error.player.queue_full': 'क़तार भरी है: {limit} ट्रैक पहले से हैं। कुछ बज जाएँ, तब फिर कोशिश करें।',
  'error.player.nothing_to_play': 'आगे बजाने को कुछ नहीं बचा। {mood:raw} या {play:raw} से नया संगीत शुरू होता है।',
  'error.store.locked':
    'कोई दूसरा प्रोग्राम मेरा भंडार पकड़े है, इसलिए कुछ नहीं सहेजा गया। थोड़ी देर में फिर कोशिश करें; मुझे एक ही बार चलाना चाहिए।',
  'error.store.read_only':
    'मुझे अपने भंडार में लिखने की इजाज़त नहीं, इसलिए कुछ नहीं सहेजा गया। मुझे चलाने वाले को वह देनी होगी।',
  'error.store.corrupt':
    'मेरा भंडार ख़राब है, इसलिए कुछ नहीं सहेजा गया। मुझे चलाने वाले को उपाय `npm run doctor` से मिलेगा।',
};
