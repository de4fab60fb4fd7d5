import type { Words } from '../words.ts';

/** Telugu. */
export const te: Words = {
  'emotion.neutral': 'తటస్థం',
  'emotion.happiness': 'ఆనందం',
  'emotion.surprise': 'ఆశ్చర్యం',
  'emotion.sadness': 'విచారం',
  'emotion.anger': 'కోపం',
  'emotion.disgust': 'అసహ్యం',
  'emotion.fear': 'భయం',
  'emotion.contempt': 'తిరస్కారం',

  'mood.happy': 'ఆనందమైన',
  'mood.sad': 'విషాదమైన',
  'mood.calm': 'ప్రశాంతమైన',
  'mood.energetic': 'ఉత్సాహమైన',

  'language.instrumental': 'వాద్య సంగీతం',

  'reading.seen': 'మీ ముఖంలో **{emotion}**: {sureness} ({confidence:percent}).',
  'reading.unsure':
    '**{emotion}** కావచ్చు ({confidence:percent}), కానీ తగినంత నమ్మకం లేదు, కాబట్టి **{mood}** సంగీతం ఎంచుకున్నాను. తప్పైతే “అది కాదు” నొక్కండి.',
  'reading.several': {
    one: 'ఒక ముఖం కనిపిస్తోంది.',
    other: '{count} ముఖాలు కనిపిస్తున్నాయి; అన్నిటికంటే పెద్ద ముఖమే నిర్ణయిస్తుంది.',
  },
  'reading.frames': {
    one: 'ఒక చిత్రం నుంచి చదివాను.',
    other: 'ఈ క్షణపు {count} చిత్రాల నుంచి చదివాను.',
  },
  'reading.chart': 'భావాలు: {emotions}',
  'reading.private': 'ఇది మీకు మాత్రమే కనిపిస్తుంది. ఫోటోను మరచిపోయాను; మీ ముఖం గురించి ఏదీ ఉంచను.',
  'sureness.very': 'చాలా నమ్మకం',
  'sureness.fairly': 'బాగానే నమ్మకం',
  'sureness.hardly': 'అంత నమ్మకం లేదు',
  'sureness.not': 'కేవలం ఊహ',

  'mix.corrected': 'మీరు చెప్పేది **{mood}**. అలాగే కానివ్వండి.',
  'mix.chosen': 'మీరు **{mood}** ఎంచుకున్నారు.',
  'mix.untold_language': 'వేరే భాష కావాలా? {command:raw} మీ ఇష్టాన్ని భద్రపరుస్తుంది.',
  'mix.from_empty_shelf': '{language} భాషలో {mood} సంగీతం ఇంకా లేదు; ఈ జాబితాను వీటితో నింపాను: {fill:raw}.',
  'mix.from_short_shelf': {
    one: '{language} భాషలో {mood} సంగీతం ఒక్కటే ఉంది; మిగతాది వీటితో నింపాను: {fill:raw}.',
    other: '{language} భాషలో {mood} సంగీతం {count} ఉన్నాయి; మిగతాది వీటితో నింపాను: {fill:raw}.',
  },
  'mix.short_and_no_fill': {
    one: 'దీనికి నా దగ్గర ఒక్క పాటే ఉంది; ఇంకా చేర్చవచ్చు.',
    other: 'దీనికి నా దగ్గర {count} పాటలే ఉన్నాయి; ఇంకా చేర్చవచ్చు.',
  },
  'mix.waiting_for_channel': 'ఒక వాయిస్ చానెల్‌లో చేరి **వినిపించు** నొక్కండి.',
  'mix.waiting_for_play': 'వినాలనుకున్నప్పుడు **వినిపించు** నొక్కండి.',
  'mix.connecting': '{channel:channel} చానెల్‌లో చేరుతున్నాను …',
  'mix.playing': '▶ {channel:channel} చానెల్‌లో వినిపిస్తోంది.',
  'mix.queued': {
    one: '▶ {channel:channel} వరుసలో ఉంది: మీ ముందు ఒకటి ఉంది.',
    other: '▶ {channel:channel} వరుసలో ఉంది: మీ ముందు {count} ఉన్నాయి.',
  },
  'mix.replaced': '▶ {channel:channel} చానెల్‌లో మీ సంగీతం ఇప్పుడు ఇదే.',
  'mix.where': 'ఎక్కడ వినిపిస్తోంది',
  'mix.button.play': 'వినిపించు',
  'mix.button.playing': 'వినిపిస్తోంది',
  'mix.button.another': 'మరో జాబితా',
  'mix.button.correct': 'అది కాదు',
  'mix.button.why': 'ఎందుకు?',
  'mix.menu.correct': 'మరి ఏది?',
  'mix.menu.choose': 'మూడ్ ఎంచుకోండి',

  'reason.instrumental': 'వాద్య సంగీతం, లోటు నింపడానికి',
  'reason.other_language': '{language}, లోటు నింపడానికి',
  'reason.fresh': 'గత జాబితాలో లేనిది',

  'why.title': 'నేను దేన్ని చూశాను',
  'why.seen': 'నాకు కనిపించేది',
  'why.mattered': '“{emotion}” అనడానికి కారణాలు',
  'why.less': 'తక్కువ ప్రభావం',
  'why.more': 'ఎక్కువ ప్రభావం',
  'why.caption': 'వెలుగుతున్న చోట్లను కప్పితే నా జవాబు ఎక్కువగా మారుతుంది. ఇది ఒక మోడల్ చూపు, మీ గురించిన నిజం కాదు.',
  'why.most': '**{emotion}** ({confidence:percent}) అనడానికి ఎక్కువగా కారణమైనది: **{region}**.',
  'why.picture': 'నాకు అందే ముఖం, చిన్నగా బూడిద రంగులో; అదే ముఖం, ప్రభావం చూపిన చోట్లు వెలుగుతూ: {region}.',
  'why.private': 'ఇది మీకు మాత్రమే కనిపిస్తుంది. దీని కోసం ఫోటోను మరోసారి చదివి, మళ్లీ మరచిపోయాను.',
  'region.forehead': 'నుదురు',
  'region.eyes': 'కళ్ళు, కనుబొమ్మలు',
  'region.nose': 'ముక్కు, బుగ్గలు',
  'region.mouth': 'నోరు, గడ్డం',

  'consent.title': 'మీ ఫోటో చూసే ముందు',
  'consent.text':
    'మీ ఫోటోలోని ముఖాన్ని ఈ యంత్రంలో మాత్రమే చూస్తాను; కనిపించినది మీకు మాత్రమే చెబుతాను. ఫోటోను ఎప్పుడూ భద్రపరచను; జవాబు రాగానే అది పోతుంది. మీ ముఖం గురించి ఏదీ ఉంచను. మీరు అంగీకరించారని, మీ భాష, మీరు వినిపించిన పాటలు మాత్రమే భద్రపరుస్తాను; {command:raw} వాటిని చూపుతుంది, ఇస్తుంది లేదా తొలగిస్తుంది.\n\nఅంగీకరిస్తే ఇదే ఫోటోను ఇప్పుడే చూస్తాను; మళ్లీ పంపనవసరం లేదు.',
  'consent.agree': 'అంగీకారం, చూడండి',
  'consent.decline': 'వద్దు, ధన్యవాదాలు',
  'consent.looking': 'ధన్యవాదాలు. చూస్తున్నాను …',
  'consent.declined': 'సరే: ఫోటో చూడలేదు, ఏదీ భద్రపరచలేదు. మూడ్‌ను మీరే ఎంచుకోవచ్చు.',

  'language.set': 'మీ సంగీతం ఇక **{language}** లో.',
  'language.set_without_shelf':
    'మీ సంగీతం ఇక **{language}** లో, కానీ సంగ్రహంలో ఇంకా అందులో ఏదీ లేదు. అప్పటివరకు వీటితో నింపుతాను: {others}.',
  'language.interface_set': 'ఇక మీతో {language} లో మాట్లాడతాను.',
  'language.show': 'మీ సంగీతం: **{language}**. నా జవాబులు: **{interface}**.',
  'language.not_set': 'నిర్ణయించలేదు, కాబట్టి మీ Discord ప్రకారం ({language})',
  'language.follows_discord': '{language}, మీ Discord ప్రకారం',
  'language.shelves': 'సంగ్రహంలో ఉన్నవి: {languages:raw}.',
  'language.cleared': 'మీ భాష అమరికలు తొలగించాను. మళ్లీ మీ Discord ప్రకారం నడుస్తాను.',

  'play.playing': '▶ {artist} వారి **{title}** {channel:channel} చానెల్‌లో వినిపిస్తోంది.',
  'queue.title': 'వరుస',
  'queue.empty': 'వరుసలో ఏదీ లేదు. సెల్ఫీతో {mood:raw} లేదా మూడ్‌తో {play:raw} దాన్ని నింపుతుంది.',
  'queue.now': 'ఇప్పుడు',
  'queue.page': 'పేజీ {page} / {pages}',
  'queue.earlier': 'ముందు',
  'queue.later': 'తర్వాత',
  'queue.nothing_next': 'దీని తర్వాత ఏదీ లేదు.',
  'now.title': 'ఇప్పుడు వినిపిస్తోంది',
  'now.paused': 'ఆపి ఉంచాను',
  'now.for': '{member:member} కోసం, {channel:channel} చానెల్‌లో',
  'now.next': 'తర్వాత: {title}',
  'skip.next': '⏭ **{title}** దాటవేశాను. తర్వాత: **{next}**.',
  'skip.last': '⏭ **{title}** దాటవేశాను. అదే చివరిది.',
  'pause.done': '⏸ ఆపి ఉంచాను. {command:raw} కొనసాగిస్తుంది.',
  'resume.done': '▶ **{title}** కొనసాగుతోంది.',
  'stop.done': '⏹ ఆపాను; వరుస ఖాళీ.',

  'privacy.title': 'మీ గురించి నేను భద్రపరచినవి',
  'privacy.nothing': 'ఏదీ లేదు. భాష లేదు, అంగీకారం లేదు, విన్నవి లేవు.',
  'privacy.language': 'సంగీత భాష',
  'privacy.interface': 'జవాబుల భాష',
  'privacy.consent': 'ఫోటోలు చూడటానికి అంగీకారం',
  'privacy.history': 'మీరు వినిపించిన లేదా సరిదిద్దినవి',
  'privacy.none': 'లేదు',
  'privacy.forget_question': 'మీ గురించి భద్రపరచినదంతా తొలగించాలా: భాష, అంగీకారం, విన్నవి? ఇది తిరిగి రాదు.',
  'privacy.forget_confirm': 'అంతా తొలగించు',
  'privacy.forget_keep': 'ఉండనివ్వు',
  'privacy.kept': 'ఏదీ తొలగించలేదు.',

  'help.title': 'మీ ముఖానికి తగిన సంగీతం',
  'help.text':
    'ఒక వాయిస్ చానెల్‌లో ఉండి సెల్ఫీతో {mood:raw} పంపండి. దాన్ని ఈ యంత్రంలో చూసి, మూడ్ ఎంచుకుని, ఆ మూడ్ సంగీతాన్ని మీ భాషలో వినిపిస్తాను.',
  'help.private': 'ముఖం గురించిన జవాబు పంపినవారికి మాత్రమే కనిపిస్తుంది. మిగతావారికి వినిపించేది మాత్రమే తెలుస్తుంది.',

  'error.unknown': 'నా వైపు ఏదో తప్పు జరిగింది; నా లాగ్‌లో అది **{reference}** పేరుతో ఉంది. మీది ఏదీ పోలేదు; మళ్లీ ప్రయత్నించండి.',
  'error.interaction.expired':
    'ఈ సందేశం చాలా పాతది: దీని బటన్లు 15 నిమిషాలు లేదా నేను మళ్లీ మొదలయ్యే వరకు పనిచేస్తాయి. {mood:raw} మళ్లీ పంపండి.',
  'error.voice.join_first': 'మీరు వాయిస్ చానెల్‌లో లేరు. ఒకదానిలో చేరి మళ్లీ చేయండి.',
  'error.mood.busy': 'మీ గత ఫోటోను ఇంకా చూస్తున్నాను. ఒకసారి ఒకటి: జవాబు ఇప్పుడే వస్తుంది.',
  'error.photo.empty': 'ఆ ఫైల్‌లో 0 బైట్లు ఉన్నాయి. మీ ముఖం ఉన్న ఫోటో పంపండి: JPEG, PNG, WebP, AVIF, GIF లేదా HEIC.',
  'error.photo.not_an_image':
    'ఫోటో లేదా క్లిప్ ఆశించాను, కానీ పేరు ఏదైనా ఆ ఫైల్ రెండూ కాదు. JPEG, PNG, WebP, AVIF, GIF, HEIC లేదా చిన్న MP4, MOV, WebM పంపండి.',
  'error.photo.truncated': 'ఫోటో లేదా క్లిప్ మధ్యలో తెగిపోయింది లేదా పాడైంది. మళ్లీ పంపండి.',
  'error.photo.no_picture': 'ఆ ఫైల్‌లో ధ్వని ఉంది, చిత్రం లేదు. మీ ముఖం కనిపించే ఫోటో లేదా క్లిప్ పంపండి.',
  'error.photo.codec':
    'ఈ ఫైల్‌ను తెరవలేను: దాని చిత్రం {codec} పద్ధతిలో ఉంది. H.264, H.265, VP8, VP9 లేదా AV1 క్లిప్‌లు, JPEG ఫోటోలు పనిచేస్తాయి.',
  'error.photo.decoder_missing':
    'ఇక్కడ క్లిప్‌లను గానీ HEIC ఫోటోలను గానీ చదవలేను, ఎందుకంటే వాటి డీకోడర్ లేదు. JPEG, PNG, WebP, AVIF లేదా GIF పంపండి; iPhone కెమెరాను “Most Compatible”గా పెడితే JPEG వస్తుంది.',
  'error.photo.clip_too_long': 'ఆ క్లిప్ చాలా పొడవు: గరిష్ఠంగా {limit} సెకన్లు చదువుతాను. మీ ముఖం కనిపించే కొన్ని సెకన్లు చాలు.',
  'error.photo.too_many_frames':
    'ఆ యానిమేషన్‌లో {frames} ఫ్రేమ్‌లు ఉన్నాయి; గరిష్ఠంగా {limit} చదువుతాను. మీ ముఖం కనిపించే కొన్ని సెకన్లు చాలు.',
  'error.photo.too_heavy': 'ఆ ఫైల్ చదవడానికి నాకు అనుమతించిన దానికంటే ({limit} MiB) ఎక్కువ మెమరీ పట్టింది. చిన్న ఫైల్ పంపండి.',
  'error.photo.too_large': 'ఆ ఫైల్ {bytes:size}; గరిష్ఠంగా {limit:size} చదువుతాను. చిన్నదిగా చేసి పంపండి.',
  'error.photo.no_face':
    'ఈ ఫోటోలో ముఖం కనిపించలేదు. ఒక ముఖం చిత్రంలో ఎక్కువ భాగం నింపి, కెమెరా వైపు చూస్తూ, నిటారుగా, వెలుతురులో ఉంటే బాగుంటుంది. లేదా మూడ్‌ను మీరే ఎంచుకోండి:',
  'error.photo.url_expired': 'నేను చదివేలోపే Discord ఇచ్చిన లింకు గడువు ముగిసింది. ఫోటోతో {mood:raw} మళ్లీ పంపండి.',
  'error.eyes.unavailable':
    'ఇప్పుడు ఫోటోలు చూడలేను: మోడల్ ఫైల్ లేదు లేదా పాడైంది. నన్ను నడిపేవారికి `npm run doctor` పరిష్కారం చూపుతుంది. మూడ్‌ను మీరే ఎంచుకోండి:',
  'error.language.unknown':
    '“{received}” అనే భాష నాకు తెలియదు. ఆంగ్ల పేరు, సొంత పేరు లేదా కోడ్ రాయండి. సంగ్రహంలో ఉన్నవి: {available}.',
  'error.player.nothing_playing': 'ఏదీ వినిపించడం లేదు. సెల్ఫీతో {mood:raw} లేదా మూడ్‌తో {play:raw} మొదలుపెడుతుంది.',
  'error.player.busy_elsewhere':
    '{channelId:channel} చానెల్‌లో వింటున్నవారి కోసం వినిపిస్తున్నాను. అక్కడ చేరండి, లేదా వారు వెళ్లే వరకు ఆగండి.',
  'error.player.missing_permission':
    '{channelId:channel} చానెల్‌లో వినిపించడానికి అనుమతి లేదు: నాకు **{permission:permission}** అనుమతి లేదు. సర్వర్ నడిపేవారు చానెల్ అమరికల్లో ఇవ్వవచ్చు.',
  'error.player.not_listening': 'వింటున్నవారే మార్చగలరు. ముందు {channelId:channel} చానెల్‌లో చేరండి.',

  'play.queued': {
    one: '▶ {artist} వారి **{title}** {channel:channel} వరుసలో ఉంది; ముందు ఒకటి ఉంది.',
    other: '▶ {artist} వారి **{title}** {channel:channel} వరుసలో ఉంది; ముందు {count} ఉన్నాయి.',
  },
  'queue.length': {
    one: 'ఇంకా ఒకటి, {duration}',
    other: 'ఇంకా {count}, {duration}',
  },
  'now.connecting': 'వాయిస్ చానెల్‌లో చేరుతున్నాను …',
  'now.reconnecting': 'వాయిస్ సంబంధం తెగింది; తిరిగి వస్తున్నాను …',

  'privacy.agreed_on': '{date:raw} నాడు ఇచ్చారు',
  'privacy.never':
    'ఎప్పుడూ భద్రపరచనివి: ఫోటోలు, ముఖాలు, ముఖంలో కనిపించినవి. అంతా ఈ యంత్రంలోనే ఉంటుంది. {export:raw} అన్నిటినీ ఫైల్‌గా ఇస్తుంది, {forget:raw} తొలగిస్తుంది.',
  'privacy.exported': 'మీ గురించి భద్రపరచినదంతా:',
  'privacy.forgotten': {
    one: 'తొలగించాను: ఒక నమోదు. ఇక మీ గురించి నాకేమీ తెలియదు.',
    other: 'తొలగించాను: {count} నమోదులు. ఇక మీ గురించి నాకేమీ తెలియదు.',
  },

  'command.mood': 'మీ సెల్ఫీ చూసి దానికి తగిన సంగీతం వినిపిస్తుంది',
  'command.language.set': 'మీ సంగీత భాషను భద్రపరుస్తుంది',
  'command.play': 'ఒక మూడ్ లేదా వెతికిన పాటను వినిపిస్తుంది',
  'command.queue': 'ఇప్పుడు వినిపించేది, తర్వాత వచ్చేవి',
  'command.nowplaying': 'ఇప్పటి పాట, అది ఎంతవరకు వచ్చింది',
  'command.skip': 'ఇప్పటి పాటను దాటవేస్తుంది',
  'command.pause': 'సంగీతాన్ని ఆపి ఉంచుతుంది',
  'command.resume': 'ఆపి ఉంచిన సంగీతాన్ని కొనసాగిస్తుంది',
  'command.stop': 'సంగీతాన్ని ఆపి వరుసను ఖాళీ చేస్తుంది',
  'command.privacy': 'మీ గురించి భద్రపరచినవి: చూడండి, తీసుకోండి, తొలగించండి',

  'error.interaction.unknown':
    'ఈ ఆదేశం లేదా బటన్ నాకు (ఇక) తెలియదు. నేను చేయగలిగినవి {help:raw} చెబుతుంది; Discord మళ్లీ తెరిస్తే దాని జాబితా తాజా అవుతుంది.',
  'error.interaction.not_yours': 'ఇది వేరొకరిది. మీ కోసం {mood:raw} పంపండి.',
  'error.guild.only': 'ఇది వాయిస్ చానెల్‌లు ఉన్న సర్వర్‌లో పనిచేస్తుంది, నేరు సందేశంలో కాదు.',
  'error.consent.photo_gone':
    'ఫోటోకు దారిని గరిష్ఠంగా 15 నిమిషాలు ఉంచుతాను; ఇది పోయింది. {mood:raw} తో మళ్లీ పంపండి; మళ్లీ అంగీకరించనవసరం లేదు.',
  'error.why.expired':
    'ఫోటోకు దారిని గరిష్ఠంగా 15 నిమిషాలు ఉంచుతాను; ఇది పోయింది. {mood:raw} తో మళ్లీ పంపి, తర్వాత **ఎందుకు?** నొక్కండి.',
  'error.why.not_agreed':
    'మీరు అంగీకారాన్ని వెనక్కి తీసుకున్నారు, కాబట్టి మళ్లీ చూడలేదు, ఫోటోకు దారినీ మరచిపోయాను. {mood:raw} మళ్లీ అడుగుతుంది.',
  'error.why.failed': 'ఆ ఫోటోను రెండోసారి చూడలేకపోయాను. కాసేపట్లో **ఎందుకు?** మళ్లీ నొక్కండి.',
  'error.photo.unsupported':
    'ఈ రకం ఫైల్‌ను ({format}) చదవలేను. JPEG, PNG, WebP, AVIF, GIF, HEIC లేదా చిన్న MP4, MOV, WebM పంపండి.',
  'error.photo.svg': 'SVG ఒక బొమ్మ, ఫోటో కాదు. మీ ముఖం ఉన్న ఫోటో పంపండి: JPEG, PNG, WebP, AVIF లేదా GIF.',
  'error.photo.too_many_pixels':
    'ఆ చిత్రం {width} × {height} పిక్సెళ్లు అంటోంది; మొత్తం {limit} పిక్సెళ్ల వరకు చదువుతాను. చిన్నదిగా చేసి పంపండి.',
  'error.photo.timeout': 'ఆ ఫోటో చదవడానికి ఎక్కువ సమయం పట్టింది, కాబట్టి ఆపాను. చిన్న ఫోటో పంపండి.',
  'error.photo.download_failed': 'Discord నుంచి ఫోటో తీసుకోలేకపోయాను ({reason}). కాసేపట్లో మళ్లీ పంపండి.',
  'error.photo.host_refused':
    'Discord సొంత సర్వర్ల నుంచి మాత్రమే ఫోటోలు తీసుకుంటాను; ఇది వేరే చోట ఉంది ({host}). ఫోటోను {mood:raw} కు జతచేయండి.',
  'error.eyes.crashed': 'ఫోటో చదువుతుండగా నా వైపు తప్పు జరిగింది. వేరే ఫోటో ప్రయత్నించండి, లేదా మూడ్‌ను మీరే ఎంచుకోండి:',
  'error.eyes.closed': 'ఇప్పుడే మూసుకుంటున్నాను. ఒక నిమిషంలో మళ్లీ ప్రయత్నించండి.',
  'error.eyes.busy': 'చాలా ఫోటోలు వేచి ఉన్నాయి. ఒక నిమిషంలో మళ్లీ ప్రయత్నించండి.',
  'error.language.what': 'ఏ భాష? {set:raw} కు సంగీతం కోసం `language`, నా జవాబుల కోసం `interface`, లేదా రెండూ ఇవ్వండి.',
  'error.language.interface_unknown': 'నేను {available} మాట్లాడతాను; “{received}” కాదు.',
  'error.library.empty': 'సంగ్రహంలో ఇంకా సంగీతం లేదు. నన్ను నడిపేవారు `npm run import` తో నింపుతారు.',
  'error.play.what': 'ఏం వినిపించాలి? {play:raw} కు మూడ్, లేదా పేరు లేదా కళాకారుడి భాగం ఇవ్వండి.',
  'error.play.not_found':
    '“{received}” కు ఏదీ దొరకలేదు. పేరు లేదా కళాకారుడి భాగం ప్రయత్నించండి, లేదా {play:raw} కు మూడ్ ఇవ్వండి.',
  'error.player.not_paused': 'సంగీతం ఆపి ఉంచలేదు.',
  'error.player.already_paused': 'సంగీతం ఇప్పటికే ఆపి ఉంది. {command:raw} కొనసాగిస్తుంది.',
  'error.player.channel_full': '{channelId:channel} నిండింది. ఒక చోటు ఇవ్వండి, లేదా వేరే వాయిస్ చానెల్ ఎంచుకోండి.',
  'error.player.stopped': 'నేను {channelId:channel} లో చేరేలోపే సంగీతం ఆపబడింది. అయినా వినాలంటే మళ్లీ నొక్కండి.',
  'error.player.connect_failed': '{channelId:channel} తో కలవలేకపోయాను. కాసేపట్లో మళ్లీ నొక్కండి, లేదా వేరే వాయిస్ చానెల్ ప్రయత్నించండి.',
  'error.player.not_a_voice_channel': 'వాయిస్ చానెల్‌లలో మాత్రమే వినిపించగలను; {channelId:channel} అలాంటిది కాదు.',
  'error.player.stage_channel': '{channelId:channel} వేదిక చానెల్; అక్కడ నన్ను వక్తను చేయాలి. ఒక వాయిస్ చానెల్‌లో చేరి మళ్లీ చేయండి.',
  'error.player.channel_gone': 'ఆ వాయిస్ చానెల్ ఇప్పుడు లేదు. వేరొకదానిలో చేరి మళ్లీ చేయండి.',
  'error.player.queue_full': 'వరుస నిండింది: ఇప్పటికే {limit} వేచి ఉన్నాయి. కొన్ని అయ్యాక మళ్లీ ప్రయత్నించండి.',
  'error.player.nothing_to_play': 'కొనసాగించడానికి ఏదీ లేదు. {mood:raw} లేదా {play:raw} కొత్త సంగీతం మొదలుపెడుతుంది.',
  'error.store.unavailable': 'నా నిల్వను చేరలేకపోయాను, కాబట్టి ఏదీ భద్రపరచలేదు. కాసేపట్లో మళ్లీ ప్రయత్నించండి.',
  'error.store.full': 'భద్రపరచే డిస్క్ నిండింది, కాబట్టి ఏదీ భద్రపరచలేదు. నన్ను నడిపేవారు చోటు చేయాలి.',
  'error.store.corrupt': 'నా నిల్వ పాడైంది, కాబట్టి ఏదీ భద్రపరచలేదు. నన్ను నడిపేవారికి `npm run doctor` పరిష్కారం చూపుతుంది.',
};
