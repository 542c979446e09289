/**
 * Why arguments are told as text and not as a tree: what a model wrote may be no JSON, or JSON that is nested deeper than readers of
 * exports follow (formats/jsonText.ts).
 */
export function whyText(text: string): 'not JSON' | 'nested too deep to show as a tree' {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? 'nested too deep to show as a tree' : 'not JSON';
  } catch {
    return 'not JSON'; // an answer here, not an error
  }
}
