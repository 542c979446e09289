/** What a snippet writes when nothing is filled in: first texts and first choices stay. */
export const plainOf = (snippet: string): string =>
  snippet.replace(/\\([\\$}])|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\d+/g, (_, escaped: string | undefined, choice: string | undefined, text: string | undefined) => escaped ?? choice ?? text?.replace(/\\(.)/g, '$1') ?? '');
