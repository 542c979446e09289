import { words, wordWeights } from './words.mjs';

/** Below this a tool shares nothing telling with the question. */
const LEAST_SCORE = 1;

/**
 * Scores every tool of a catalogue for a question by the words it shares with the tool's name and description.
 * That is all this agent knows about its tools, so a description that says nothing hides the tool.
 * Best first; tools that score alike keep the catalogue's order.
 */
export function scoreTools(catalogue, question) {
  const weight = wordWeights(catalogue.map((tool) => `${tool.name} ${tool.description}`));
  const asked = new Set(words(question));
  return catalogue
    .map((tool) => {
      const inName = words(tool.name);
      const nameScore = (2 * sum(inName.filter((word) => asked.has(word)).map(weight))) / inName.length;
      const descriptionScore = sum([...new Set(words(tool.description))].filter((word) => asked.has(word)).map(weight));
      return { name: tool.name, score: Math.round((nameScore + descriptionScore) * 100) / 100 };
    })
    .sort((a, b) => b.score - a.score);
}

/** The best tool of a scored list, or undefined when none is near the question. */
export function bestTool(scores) {
  return scores[0] !== undefined && scores[0].score >= LEAST_SCORE ? scores[0].name : undefined;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
