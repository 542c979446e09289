import type { Random } from './random.ts';

const everyday = `the of and to in is for that on with as it are this by be from or an at was not we you your can will have has which if when more all
order refund customer please agent tool call result error policy account payment ticket status request model response data file price date total number
address name user step plan answer question search document section page line value return index server retry limit failed invoice shipping delivery`.split(/\s+/);
const onsets = 'b c d f g h j k l m n p r s t v w z br cl dr fl gr pl st tr'.split(' ');
const rimes = 'a e i o u an en in on ar er ir or al el il ade ine ote ure'.split(' ');

/** Text whose words are as unevenly common as those of a language, so that a full-text index has ordinary work. */
export function createProse(random: Random): (characters: number) => string {
  const words = [...everyday];
  const known = new Set(words);
  while (words.length < 10_000) {
    const word = Array.from({ length: random.between(2, 4) }, () => random.pick(onsets) + random.pick(rimes)).join('');
    if (!known.has(word)) words.push(word);
    known.add(word);
  }
  // Log-uniform ranks: rank r is met about as often as 1/r.
  const word = () => words[Math.floor(words.length ** random.next()) - 1] ?? 'the';
  const sentence = () => {
    const text = Array.from({ length: random.between(6, 18) }, word).join(' ');
    const aside = random.chance(0.08) ? ` \`${word()}_${random.between(1, 9999)}\`` : random.chance(0.05) ? ` “${word()}” —` : '';
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${aside}. `;
  };
  const sentences = Array.from({ length: 40_000 }, sentence);
  return (characters) => {
    let text = '';
    while (text.length < characters) text += random.pick(sentences) + (random.chance(0.07) ? '\n\n' : '');
    return text.slice(0, characters).trim();
  };
}
