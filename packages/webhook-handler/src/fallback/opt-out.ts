/**
 * What Twilio's default list, and its lists for other languages, take for opt-out, opt-in and help when it is all that
 * somebody writes. Twilio or the carrier answers; whatever is sent after it is sent against the person's word.
 */
const keywords = listOf(
  'cancel end quit revoke remove start yes unstop help info aide ayuda ajuda hilfe aiuto',
  'inicio iniciar comenzar commencer alto cancelar detener pare darse-de-baja dar-de-baja no-mas cancelar-suscripcion',
  'sair remover basta cancella annulla fermare ende beenden kündigen austragen stoppen peru lopeta avsluta rezygnuj',
  'zrusit dur ret iptal batal berhenti huy dung διακοπη отмена зупинити توقف إلغاء رفض בטל 取消 停止 解除 중지 거부 बंद หยุด ยกเลิก',
);

/** Those that mean nothing else, so that a short sentence with one of them is an opt-out too: “please STOP”. */
const optOuts = listOf(
  'stop stopall stopp unsubscribe unsub optout arret arrete arreter arrett stopper desabonner désabonnement désinscrire',
  'baja parar desuscribir desuscribirse descadastrar disiscriviti abmelden abbestellen afmelden uitschrijven avregistrera',
  'avmeld afmeld wypisz rezygnacja odhlasit leiratkozas dezabonare στοπ стоп отписаться отписка відписатися הסר הפסק',
  'إيقاف ايقاف إلغاء-الاشتراك रोकें 退订 退訂 取消订阅 取消訂閱 配信停止 ストップ 수신거부',
);

/** A person who explains something at length is not opting out. */
const MAX_WORDS = 5;

/** Whether a text is, in any spelling, a word that ends, begins or explains a subscription. */
export function isOptOut(text: string): boolean {
  const words = plain(text)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > MAX_WORDS) return false;
  const joined = words.join('');
  // “opt out of this”
  const pairs = words.map((word, index) => word + (words[index + 1] ?? ''));
  return keywords().has(joined) || [joined, ...words, ...pairs].some((word) => optOuts().has(word));
}

/** Letters and digits alone, without accents, width or case; what is no letter parts words, or is left out within one. */
function plain(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

/** Made when it is first looked into, which most environments never do: it takes a millisecond of a cold start. */
function listOf(...lines: readonly string[]): () => ReadonlySet<string> {
  let words: ReadonlySet<string> | undefined;
  return () => {
    words ??= new Set(
      lines.flatMap((line) => line.split(' ')).map((word) => plain(word).replaceAll(' ', '')),
    );
    return words;
  };
}
