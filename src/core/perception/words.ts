/**
 * Verbs that names of tools are made of, and nouns that stand for one (`lookup`, `export`). What begins names as a noun far more often, such as
 * `order` and `invoice`, is left out. What is in no list may still be a verb: see `isVerb`.
 */
const verbs = new Set(`accept access acknowledge activate add adjust aggregate allocate allow analyse analyze annotate answer append apply approve archive arrange ask assert assess assign attach audit authenticate authorize
back backup block book browse build buy calculate call cancel capture change chat check choose classify clean clear click clone close collect combine commit compare compile complete compose compress compute
configure confirm connect consult convert copy correct count create crop debit debug decide decline decode decrease decrypt defer define delegate delete deliver deny deploy describe detect determine diagnose diff disable disconnect
dismiss display dispatch download draft draw drop duplicate edit email embed emit enable encode encrypt end enqueue enrich ensure enter escalate estimate evaluate examine exchange exec execute expand explain explore export extend extract
fail fetch file fill filter find finish fix flag flush fold follow forecast format forward freeze generate get give glob go grade grant grep guess hand handle handoff help hide highlight hold identify ignore import increase index infer inform
initialize inject insert inspect install interpret interrupt introduce invite invoke join judge jump keep kill label launch leave like limit link list listen load locate lock log login logout lookup look make manage map mark match
measure merge migrate mint modify monitor move mute navigate normalize note notify obtain offer open optimize organize output pack parse patch pause pay perform permit pick pin ping place plan play poll post predict
prepare press preview print prioritize process produce promote prompt propose provide provision publish pull purchase purge push put query quote raise rank rate reach read rebase rebook rebuild recall receive recommend
reconcile record recover redact redeem reduce refactor refer refine refresh refund refuse register reject release reload remember remind remove rename render renew reorder repair repeat replace replay reply report request require rerank
reschedule reserve reset resize resolve respond restart restore restrict resume retire retrieve retry return reverse revert review revise revoke rewrite rollback rotate route run save say scale scan schedule scrape screenshot
scroll search seek select sell send serve set share ship show shut sign simulate skip sleep snapshot solve sort spawn split stage start stop store stream submit subscribe subtract suggest sum summarize summarise suspend swap switch sync
synthesize synchronize tag take tell terminate test think tokenize trace track train transcribe transfer transform translate transmit transfer transition traverse trigger trim troubleshoot turn type unassign unblock undo uninstall unlink unlock
unpin unsubscribe update upgrade upload upsert use validate verify view visit vote wait watch write zip`.split(/\s+/));

/** Verbs that could mean anything. */
export const vagueVerbs: ReadonlySet<string> = new Set(['access', 'control', 'deal', 'do', 'handle', 'helper', 'interact', 'manage', 'misc', 'operate', 'perform', 'process', 'use', 'util', 'utils', 'work']);
/** Verbs that say something only with what they are done to. */
export const emptyVerbs: ReadonlySet<string> = new Set(['call', 'execute', 'invoke', 'make', 'run']);
/** What could be anything. */
export const vagueObjects: ReadonlySet<string> = new Set(['action', 'content', 'data', 'detail', 'entity', 'function', 'info', 'information', 'input', 'item', 'object', 'operation', 'output', 'request', 'resource', 'stuff', 'task', 'thing', 'tool', 'value', 'work']);

/** Names of verbs that a model takes for one another. */
const groups = ['get fetch retrieve lookup read load obtain view show describe', 'search query find', 'create add insert make new', 'update edit modify change set patch', 'delete remove drop destroy', 'send post submit', 'cancel stop abort terminate end'];
const groupOf = new Map(groups.flatMap((group) => group.split(' ').map((verb) => [verb, group.slice(0, group.indexOf(' '))] as const)));
export const likeVerb = (verb: string): string => groupOf.get(verb) ?? verb;

const stopWords = new Set('a an and are as at be been by can could do does each for from has have if in into is it its may of on one or out so such that the their them then these this those to up use used uses using via was were when where which will with within you your'.split(' '));

/** The words of a name in any spelling, lower case, without what stands before a `__`, `.`, `:` or `/`: where a tool comes from is not what it does. */
export function nameWords(name: string): readonly string[] {
  const own = name.split(/__|[.:/]/u).filter((part) => /\p{L}/u.test(part)).at(-1) ?? name;
  return own.replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\p{Nd}]+/u).filter((word) => word !== '');
}

/** One spelling of the forms of a word, good enough to tell whether two texts speak of the same: not always a word itself. */
export function stemOf(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ss|sh|ch|x|z)es$/u.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/u.test(word)) return word.slice(0, -1);
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && word.endsWith('ed')) return word.slice(0, -2);
  return word;
}

/** What a text speaks of: stems of its words without those that every text has. A name of several words counts as these. */
export function textWords(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [each] of text.slice(0, 4000).matchAll(/[\p{L}\p{Nd}_]+/gu)) for (const word of nameWords(each)) if ((word.length > 1 || /\p{Nd}/u.test(word)) && !stopWords.has(word)) words.add(stemOf(word));
  return words;
}

const glued = /^(?:(?:get|list|find|read|send|create|update|delete|search|fetch|write)\p{L}{3,}|\p{L}{3,}(?:search|fetch|write|read|list|find|send|edit|create|update|delete))$/u;

/** A verb and what it acts on in one word without a seam: `webfetch`, `getweather`. */
export const isGlued = (word: string): boolean => glued.test(word);

/** Whether the word of a name is a verb: as listed, or because the description begins with it ("Reconciles the ledger" of `reconcile_ledger`). */
export function isVerb(word: string, description: string | null | undefined): boolean {
  if (verbs.has(word)) return true;
  const first = /\p{L}+/u.exec(description ?? '')?.[0].toLowerCase();
  return first !== undefined && first !== word && word.length > 3 && stemOf(first).replace(/e$/u, '') === word.replace(/e$/u, '');
}
