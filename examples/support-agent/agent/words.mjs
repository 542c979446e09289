const FILLER = new Set(
  ('a an and are as at be been but by can could did do does for from get had has have how i if in into is it its me my not now of on one or our ' +
    'please shall so that the their them then there they this to us was we were what when where which who will with would yet you your').split(' '),
);

const ENDINGS = ['ings', 'ing', 'ied', 'ies', 'als', 'al', 'ed', 'es', 's', 'y', 'e'];

/** Words of a text or of a camelCase name, cut to their stems, filler and numbers left out. */
export function words(text) {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/e-mail/g, 'email')
    .replace(/'s\b/g, '')
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1 && !FILLER.has(word))
    .map(stem);
}

/** Cuts the commonest English endings, so that "cancelled", "cancels" and "cancel" meet. */
function stem(word) {
  const ending = ENDINGS.find((end) => word.endsWith(end) && !word.endsWith('ss') && word.length - end.length >= 3);
  const cut = ending === undefined ? word : word.slice(0, -ending.length);
  return cut.replace(/([^aeious])\1$/, '$1');
}

/**
 * How telling each word is among these texts: a word that all of them use says little.
 * The usual inverse document frequency, ln(1 + texts / texts with the word).
 */
export function wordWeights(texts) {
  const uses = new Map();
  for (const text of texts) for (const word of new Set(words(text))) uses.set(word, (uses.get(word) ?? 0) + 1);
  return (word) => (uses.has(word) ? Math.log(1 + texts.length / uses.get(word)) : 0);
}
