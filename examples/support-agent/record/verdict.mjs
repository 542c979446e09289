/**
 * What a user makes of an answer. The users of this recording are scripted: each knows the truth, read from the shop's
 * own data, and accepts an answer that states it. Returns {feedback, finalText?}; feedback is null where the user says nothing.
 */
export function verdict(run, output, data) {
  if (run.silent) return { feedback: null };
  const truth = run.expects ?? lookUp(data, run.truth);
  if (!states(output, truth)) return { feedback: 'rejected' };
  if (run.adds !== undefined && !states(output, run.adds)) return { feedback: 'edited', finalText: `${output} ${run.adds}` };
  return { feedback: 'accepted' };
}

function states(output, truth) {
  return plain(output).includes(plain(truth));
}

function plain(text) {
  return text.toLowerCase().replaceAll('_', ' ').replace(/\s+/g, ' ');
}

function lookUp(data, path) {
  const value = path.split('.').reduce((record, key) => record?.[key], data);
  if (typeof value !== 'string') throw new Error(`queries.json asks for ${path}, which is no text in data/orders.json.`);
  return value;
}
