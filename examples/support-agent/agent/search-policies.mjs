import { words, wordWeights } from './words.mjs';

const MOST = 3;

/**
 * The documents nearest to a question, best first, at most three. A shared word counts twice in the title.
 * Age plays no part: that is this retrieval's weakness, and one of the failures in the recording.
 */
export function searchPolicies(documents, question) {
  const entries = Object.entries(documents);
  const weight = wordWeights(entries.map(([, document]) => `${document.title} ${document.content}`));
  const asked = [...new Set(words(question))];
  return entries
    .map(([id, { title, content, version, updatedAt }]) => {
      const inTitle = new Set(words(title));
      const inContent = new Set(words(content));
      const score = asked.reduce((sum, word) => sum + weight(word) * ((inTitle.has(word) ? 2 : 0) + (inContent.has(word) ? 1 : 0)), 0);
      return { id, score: Math.round(score * 1000) / 1000, content, version, updatedAt };
    })
    .filter((document) => document.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
}
