/** How much of the end of a text is read. */
const looked = 600;
const longestSentence = 300;

/** Said behind the sentence that matters. */
const courtesies = /^(?:(?:please )?(?:hold on|wait|stand by|bear with me)\b.{0,60}|(?:just )?(?:one|a) moment\b.{0,40}|please confirm\b.{0,60}|thank you\b.{0,60})$/i;

/** Of a text: its last sentence or line, without the signs of markdown and courtesies behind it. */
export function lastSentence(text: string): string {
  const sentences = text.slice(-looked).split(/(?<=[.!?:])\s|\n/).map((each) => each.replace(/[*_`#>]/g, '').trim()).filter((each) => each !== '' && each !== '-');
  return sentences.findLast((each) => !courtesies.test(each)) ?? '';
}

const acts = [
  'check', 'look', 'run', 'search', 'try', 'fix', 'create', 'write', 'read', 'open', 'update', 'edit', 'implement', 'verify', 'test', 'proceed', 'continue', 'start', 'begin', 'call', 'use', 'fetch', 'find',
  'add', 'install', 'examine', 'investigate', 'explore', 'inspect', 'execute', 'make', 'retrieve', 'book', 'process', 'cancel', 'modify', 'rewrite', 'compute', 'calculate', 'analyze', 'analyse', 'review', 'gather',
  'submit', 'apply', 'rerun', 'replace', 'remove', 'delete', 'send', 'query', 'debug', 'reproduce', 'locate', 'navigate', 'generate', 'build', 'pull', 'list', 'refactor', 'determine', 'identify', 'extract',
  'load', 'compile', 'change', 'transfer', 'connect', 'escalate', 'forward', 'pass',
];
const bare = acts.join('|');
const going = acts.map((verb) => `${verb.replace(/e$/, '')}(?:[a-z])?ing`).join('|');
const announced = new RegExp(`^(?:(?:now|next|first|ok|okay|great|sure|then|so|alright|perfect|good|certainly|of course)[,.!:]? )?(?:i['’]ll|i will|i am going to|i['’]m going to|let me|let['’]s|(?:i['’]m|i am) now|next i['’]ll)(?: (?:now|next|first|also|then|just|quickly|go ahead and|start by|begin by|proceed to|need to)){0,3} (${bare}|${going})\\b`, 'i');
const offered = new RegExp(`^(?:(?:so|now|ok|okay)[,.]? )?(?:(?:shall|should) i|(?:would you like|do you want) me to)(?: (?:now|go ahead and|also)){0,2} (${bare}|do|go|fix|move|set)\\b`, 'i');
/** It waits for somebody or something, or says what it would do. */
const waits = /\b(?:once|after|if|when(?:ever)?|unless|until|please|let me know|feel free|you(?:'d| would)? like|shortly|later|monitor|any(?:thing)? (?:other|else)|again (?:soon|later))\b/i;

/** A step that a sentence announces or offers to take, with its verb; null where it does neither. */
export function stepTold(sentence: string): { readonly kind: 'announces' | 'offers'; readonly verb: string } | null {
  if (sentence.length > longestSentence) return null;
  const offer = sentence.endsWith('?') ? offered.exec(sentence) : null;
  if (offer) return /\banything else\b/i.test(sentence) ? null : { kind: 'offers', verb: offer[1]!.toLowerCase() };
  const announcement = sentence.endsWith('?') || waits.test(sentence) ? null : announced.exec(sentence);
  return announcement ? { kind: 'announces', verb: announcement[1]!.toLowerCase() } : null;
}
