/** How each argument is found in what the customer wrote. Undefined: it is not there. */
const READERS = {
  orderId: (text) => /\b\d{5}\b/.exec(text)?.[0],
  email: (text) => /[\w.+-]+@[\w-]+\.[\w.]*\w/.exec(text)?.[0],
  amount: (text) => numberOf(/(\d+(?:\.\d{1,2})?) ?(?:EUR|€|euros?)/i.exec(text)?.[1] ?? /€ ?(\d+(?:\.\d{1,2})?)/.exec(text)?.[1]),
  currency: () => 'EUR',
  action: () => 'issueRefund',
  address: (text) => /\bto (\d+ [^.?!]+)/i.exec(text)?.[1],
  query: (text) => text,
  reason: (text) => text,
};

/** May be carried over from earlier messages: "and when will it arrive?" is about the order named before. */
const REMEMBERED = new Set(['orderId', 'email']);

/**
 * The arguments of a tool as far as the conversation holds them.
 * `earlier` are the customer's previous messages, oldest first.
 */
export function readArguments(tool, clause, earlier) {
  const found = {};
  const missing = [];
  for (const name of tool.schema.required) {
    const sources = REMEMBERED.has(name) ? [clause, ...earlier.toReversed()] : [clause];
    const value = sources.map((text) => READERS[name]?.(text)).find((read) => read !== undefined);
    if (value === undefined) missing.push(name);
    else found[name] = value;
  }
  return { arguments: found, missing };
}

function numberOf(text) {
  return text === undefined ? undefined : Number(text);
}
